/* The React page of a program: whether it stands yet, shown below what is tried on the program. */

import { element } from "./dom.js";

const INTERVAL_MS = 1000;

/** Show the page's state, and once more when it is no longer being built. */
export async function followReactPage(program) {
  const place = element("div.react", { role: "status" });
  document.querySelector(`#${program.id} .tried`).append(place);
  let status = { state: "building" };
  do {
    document.documentElement.dataset.react = status.state;
    place.replaceChildren(...SHOWN[status.state](status));
    status = await (await fetch("/react.json")).json();
    if (status.state === "building") await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  } while (status.state === "building");
  place.replaceChildren(...SHOWN[status.state](status));
  window.demoReact = { program: program.title, ...status };
  document.documentElement.dataset.react = status.state;
}

const SHOWN = {
  building: () => [element("p", {}, "The second page, made with React, is being built by Vite…")],
  react: ({ url }) => [
    element("p", {}, "The second page, made with React, built and served by Vite at ", link(url), ":"),
    embedded(url),
  ],
  plain: instead,
  broken: instead,
};

function instead({ url, reason }) {
  return [
    element("p", {}, `No React page: ${reason}. A plain page stands in for it at `, link(url), ":"),
    embedded(url),
  ];
}

function link(url) {
  return element("a", { href: url, target: "_blank" }, url);
}

function embedded(url) {
  return element("iframe", { src: url, title: "The second page", loading: "lazy" });
}
