/* The page before anything has run: origins, index, programs, and a waiting row per exchange. */

import { code, element } from "./dom.js";

const ORIGIN_NAMES = [
  ["page", "this page"],
  ["api", "the API, another site"],
  ["sameSiteApi", "the API, for cookies"],
  ["third", "a third origin"],
  ["opaque", "an opaque origin"],
];

/** Draw the table; return the row of each exchange by "program.exchange". */
export function showFrame({ origins, programs, versions }) {
  document.getElementById("origins").append(...ORIGIN_NAMES.map(([key, what]) =>
    element("div", {}, element("dt", {}, what), element("dd", {}, origins[key]))));
  document.getElementById("versions").textContent =
    Object.entries(versions).map((pair) => pair.join(" ")).join(" · ");
  const rows = new Map();
  programs.forEach((program, index) => {
    document.getElementById("index").append(indexEntry(program, index + 1));
    document.getElementById("programs").append(section(program, index + 1, rows));
  });
  return rows;
}

function indexEntry(program, number) {
  return element("a", { href: `#${program.id}` },
    element("span.number", {}, String(number)), element("span.title", {}, program.title),
    element("span.count", { id: `count-${program.id}` }, "…"));
}

function section(program, number, rows) {
  const list = element("ol.exchanges", {});
  for (const exchange of program.exchanges) {
    const row = waitingRow(exchange);
    rows.set(`${program.id}.${exchange.id}`, row);
    list.append(element("li", {}, row));
  }
  return element("section", { id: program.id, "aria-labelledby": `title-${program.id}` },
    element("div.program", {},
      element("h2", { id: `title-${program.id}` },
        element("span.number", {}, String(number)), ` ${program.title}`),
      element("p", {}, program.story),
      code(program.code)),
    element("div.tried", {}, list));
}

function waitingRow(exchange) {
  return element("details", exchange.unfolded ? { open: "" } : {},
    element("summary", {},
      element("span.title", {}, exchange.title),
      element("span.path", {}),
      element("span.verdict", {}, "…"),
      element("span.agreement", {}, "waiting"),
      element("span.why", {}, exchange.why)),
    element("div.steps", {}));
}

export function showCount(results, total) {
  const agreeing = results.filter((result) => result.ok).length;
  const summary = document.getElementById("summary");
  summary.classList.toggle("wrong", agreeing < results.length);
  summary.classList.toggle("right", agreeing === total);
  summary.firstElementChild.textContent = `${agreeing} of ${total}`;
  summary.lastElementChild.textContent = results.length < total ? "running" : "as expected";
}

export function showProgramCount(program, results) {
  const agreeing = results.filter((result) => result.ok).length;
  const all = agreeing === results.length;
  const count = document.getElementById(`count-${program.id}`);
  count.textContent = `${all ? "✓" : "✗"} ${agreeing}/${results.length}`;
  count.classList.add(all ? "right" : "wrong");
}

export function showFailure(error) {
  const summary = document.getElementById("summary");
  summary.classList.add("wrong");
  summary.replaceChildren(element("strong", {}, "stopped"), " ", element("span", {}, String(error)));
}
