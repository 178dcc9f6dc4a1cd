/* An exchange that has run: its line, and the steps that unfold below it. */

import { code, element } from "./dom.js";

const SYMBOLS = { readable: "●", blocked: "⊘", accepted: "●", refused: "⊘", failed: "✗" };
const CORS_FIELD = /^(origin|access-control-.*|vary)$/i;
const SENDERS = { page: "This page", third: "A page on a third origin", opaque: "A sandboxed document" };

export function showResult(row, exchange, result, origins) {
  const { outcome, steps, differences, ok } = result;
  const put = (part, ...content) => row.querySelector(`summary .${part}`).replaceChildren(...content);
  put("path", ...pathOf(steps, exchange));
  put("verdict", element("span", { "aria-hidden": "true" }, SYMBOLS[outcome.verdict]), ` ${outcome.verdict}`);
  row.querySelector(".verdict").classList.add(outcome.verdict);
  put("agreement", ok ? "✓ as expected" : "✗ unexpected");
  row.classList.add(ok ? "right" : "wrong");
  if (!ok) row.open = true;
  row.querySelector(".steps").replaceChildren(
    differences.length ? element("p.differences", {}, `Not as expected: ${differences.join("; ")}.`) : "",
    ...(exchange.kind === "startup" ? startUp(exchange, outcome) : exchanged(exchange, result, origins)));
}

function pathOf(steps, exchange) {
  if (exchange.kind === "startup") return ["at start"];
  const parts = steps.map((step) => `${step.method} ${step.status.slice(0, 3)}`);
  if (exchange.wire.length === 1 && exchange.wire[0] === "OPTIONS") parts.push(`no ${exchange.method}`);
  return [(exchange.kind === "raw" ? "raw: " : "") + parts.join(" → ")];
}

function startUp(exchange, outcome) {
  const says = outcome.verdict === "refused"
    ? element("pre.message", { tabindex: "0" }, `${outcome.error}: ${outcome.message}`)
    : element("p", {}, "The app starts.");
  return [step("The program says", code(exchange.code)), step("The package says", says)];
}

function exchanged(exchange, { request, outcome, steps }, origins) {
  const cards = steps.map(card);
  if (steps.at(-1)?.method === "OPTIONS") {
    cards.push(element("p.none", {}, `The preflight failed: ${exchange.method} was never sent.`));
  }
  return [
    element("div.ends", {},
      step(asker(exchange, origins), code(asked(exchange, request))),
      step(exchange.kind === "raw" ? "A page there would get" : "The page gets", got(outcome))),
    step("On the wire", element("div.wire", {}, cards)),
  ];
}

function asker(exchange, origins) {
  if (exchange.kind === "raw") return `The demo's server asks, as ${exchange.origin}`;
  return `${SENDERS[exchange.sender]} (${origins[exchange.sender]}) asks`;
}

function asked(exchange, request) {
  const url = request.url.replace(/\?.*/, "");
  if (exchange.kind === "raw") return `${request.method} ${url}`;
  const options = {};
  if (request.method !== "GET") options.method = request.method;
  if (request.credentials !== "same-origin") options.credentials = request.credentials;
  if (Object.keys(request.headers).length) options.headers = request.headers;
  if (request.body !== null) options.body = request.body;
  if (request.through === "XMLHttpRequest") {
    return `xhr.open(${JSON.stringify(request.method)}, ${JSON.stringify(url)})\nxhr.withCredentials = true`;
  }
  const parts = Object.entries(options).map(([key, value]) => `  ${key}: ${spaced(value)},\n`).join("");
  return `await fetch(${JSON.stringify(url)}${parts ? `, {\n${parts}}` : ""})`;
}

function spaced(value) {
  if (typeof value === "string") return value.includes('"') ? `'${value}'` : `"${value}"`;
  const fields = Object.entries(value).map(([name, text]) => `"${name}": "${text}"`);
  return fields.length === 1 ? `{ ${fields[0]} }` : `{\n    ${fields.join(",\n    ")},\n  }`;
}

function card({ method, path, sent, status, came }) {
  return element("div.card", {},
    element("div", {},
      element("p.line", {}, `${method} ${path}`, method === "OPTIONS" ? element("span.tag", {}, "preflight") : ""),
      fields(sent)),
    element("div", {}, element("p.line", {}, status),
      came.length ? fields(came) : element("p.none", {}, "no CORS fields")));
}

function fields(pairs) {
  return element("dl.fields", {}, pairs.map(([name, value]) =>
    element(CORS_FIELD.test(name) ? "div.cors" : "div", {}, element("dt", {}, name), element("dd", {}, value))));
}

function got(outcome) {
  if (outcome.verdict !== "readable") {
    return element("p.got", {}, outcome.error ?? "Nothing: the CORS check fails.");
  }
  const read = Object.entries(outcome.headers ?? {}).map(([name, value]) =>
    element("p", {}, `${name} → ${JSON.stringify(value)}`));
  // An error's body is Flask's HTML page; a line of it is enough to see that it can be read.
  const body = outcome.body.replace(/<[^>]*>|\s+/g, " ").trim();
  return element("div.got", {}, element("p", {}, `status ${outcome.status}`), ...read,
    element("p", {}, body.length > 90 ? `${body.slice(0, 90)}…` : body));
}

function step(title, content) {
  return element("div.step", {}, element("h3", {}, title), content);
}
