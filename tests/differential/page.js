// Takes cases from the server, performs them here or in the sandboxed frame, brings back what it saw.
"use strict";

const WORKERS = 8;
const frame = document.querySelector("iframe");
const waiting = new Map();

addEventListener("message", ({ data: [number, seen] }) => {
  waiting.get(number)(seen);
  waiting.delete(number);
});

function performInFrame(number, fetches) {
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    frame.contentWindow.postMessage([number, fetches], "*");
  });
}

async function takeWork(results) {
  const response = await fetch("/harness/next", { method: "POST", body: JSON.stringify(results) });
  return response.json();
}

async function work() {
  let cases = await takeWork([]);
  while (cases.length > 0) {
    const results = [];
    for (const { number, sandboxed, fetches } of cases) {
      const seen = sandboxed ? performInFrame(number, fetches) : perform(fetches);
      results.push([number, await seen]);
    }
    cases = await takeWork(results);
  }
}

addEventListener("load", async () => {
  await Promise.all(Array.from({ length: WORKERS }, work));
  // Nobody may read the sentinel; once the console has said so, it has said everything before it.
  await fetch(new URL(document.documentElement.dataset.sentinel)).catch(() => {});
  await fetch("/harness/done", { method: "POST" });
});
