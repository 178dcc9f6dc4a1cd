/* The documents that can send a request: this page, and hidden frames of other origins. */

const FRAME_PATH = "/static/agent.html";
const PATIENCE_MS = 15000;

/** Return {page, third, opaque}: functions that perform a request from that origin. */
export async function createSenders(origins) {
  const [third, opaque] = await Promise.all([
    frame(origins.third + FRAME_PATH, origins.third),
    frame(origins.page + FRAME_PATH, "null", "allow-scripts"),
  ]);
  return { page: (request) => window.perform(request), third, opaque };
}

async function frame(url, origin, sandbox) {
  const element = document.createElement("iframe");
  element.hidden = true;
  element.title = `Requests from ${origin}`;
  if (sandbox) element.sandbox = sandbox;
  element.src = url;
  const ready = nextMessage(element, origin, (data) => data.ready);
  document.body.append(element);
  await ready;
  // An opaque origin cannot be addressed by name.
  const target = origin === "null" ? "*" : origin;
  return async (request) => {
    const answer = nextMessage(element, origin, (data) => data.name === request.name);
    element.contentWindow.postMessage(request, target);
    return (await answer).outcome;
  };
}

function nextMessage(element, origin, isIt) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(reject, new Error(`no word from ${origin}`)), PATIENCE_MS);
    const listen = (event) => {
      const known = event.source === element.contentWindow && event.origin === origin;
      if (known && isIt(event.data)) finish(resolve, event.data);
    };
    const finish = (settle, value) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      settle(value);
    };
    addEventListener("message", listen);
  });
}
