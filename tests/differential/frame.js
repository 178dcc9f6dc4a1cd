// The sandboxed frame: its origin is opaque, so that it cannot ask the server for work itself.
"use strict";

addEventListener("message", async ({ data: [number, fetches] }) => {
  parent.postMessage([number, await perform(fetches)], "*");
});
