// What a page does for a case, and what it sees of it.
"use strict";

const senders = {
  async fetch(url, init) {
    const response = await fetch(url, init);
    const { status, type, redirected } = response;
    const headers = [...response.headers];
    return { status, type, url: response.url, redirected, headers, body: await response.text() };
  },
  xhr(url, { method, headers, credentials, body }) {
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open(method, url);
      xhr.withCredentials = credentials === "include";
      for (const [name, value] of headers) xhr.setRequestHeader(name, value);
      xhr.onerror = () => reject(new TypeError());
      xhr.onload = () => resolve({ status: xhr.status, type: "xhr", body: xhr.responseText });
      xhr.send(body);
    });
  },
  img: (url, { credentials }) => element("img", "src", url, credentials),
  script: (url, { credentials }) => element("script", "src", url, credentials),
  async font(url) {
    await new FontFace("made up", `url(${url})`).load();
    return { type: "font" };
  },
};

function element(name, attribute, url, credentials) {
  return new Promise((resolve, reject) => {
    const made = document.createElement(name);
    made.crossOrigin = credentials === "include" ? "use-credentials" : "anonymous";
    made.onload = () => resolve({ type: name });
    made.onerror = () => reject(new TypeError());
    made[attribute] = url;
    document.body.append(made);
  });
}

async function performOne({ via, url, init }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 30000);
  try {
    return await senders[via](url, { ...init, signal: stop.signal });
  } catch (error) {
    return { error: error.name };
  } finally {
    clearTimeout(timer);
  }
}

async function perform(fetches) {
  const seen = [];
  for (const one of fetches) {
    const at = performance.now() / 1000;
    seen.push({ at, ...(await performOne(one)) });
  }
  return seen;
}
