/* Run an exchange and judge it. One module knows the three kinds; another (view.js) shows them. */

const run = Math.random().toString(36).slice(2, 10);
const stepsSeen = new Map();

/** Run one exchange: its outcome, the steps on the wire, and what differs from the expectation. */
export async function runExchange(program, exchange, origins, senders) {
  const name = `${run}.${program.id}.${exchange.again ?? exchange.id}`;
  const request = requestOf(program, exchange, origins, name);
  const result = await attempt(exchange, request, senders);
  // A freshly started Firefox (153) forgets its preflights when the first request is repeated,
  // and never again: so a repetition has a second chance.
  return exchange.again && !result.ok ? attempt(exchange, request, senders) : result;
}

async function attempt(exchange, request, senders) {
  const { name } = request;
  const outcome = await KINDS[exchange.kind](exchange, request, senders);
  const steps = exchange.kind === "startup" ? [] : await newSteps(name);
  // Nothing arrived: that is no verdict of the browser's.
  if (outcome.verdict === "blocked" && steps.length === 0) outcome.verdict = "failed";
  const differences = compare(exchange, outcome, steps);
  return { name, request, outcome, steps, differences, ok: differences.length === 0 };
}

const KINDS = {
  fetch: (exchange, request, senders) => senders[exchange.sender](request),
  raw: (exchange, request) => post(`/raw/${request.name}`),
  startup: (exchange, request) => post(`/startup/${request.key}`),
};

function requestOf(program, exchange, origins, name) {
  const key = `${program.id}.${exchange.id}`;
  if (exchange.kind === "startup") return { name, key };
  const base = origins[exchange.api ?? "api"];
  return {
    name,
    key,
    url: `${base}/${program.id}${exchange.path}?exchange=${name}`,
    method: exchange.method,
    headers: exchange.headers,
    body: exchange.body,
    credentials: exchange.credentials,
    through: exchange.through,
    reads: Object.keys(exchange.reads ?? {}),
  };
}

async function post(path) {
  const response = await fetch(path, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

// An exchange that repeats the URL of another finds that one's steps recorded under the same name.
async function newSteps(name) {
  const steps = await (await fetch(`/wire/${name}`)).json();
  const seen = stepsSeen.get(name) ?? 0;
  stepsSeen.set(name, steps.length);
  return steps.slice(seen);
}

function compare(exchange, outcome, steps) {
  const differences = [];
  const expect = (what, expected, found) => {
    if (expected !== found) differences.push(`${what}: ${found} instead of ${expected}`);
  };
  expect("verdict", exchange.expected, outcome.verdict);
  expect("sent", exchange.wire.join(", "), steps.map((step) => step.method).join(", "));
  if (exchange.kind === "fetch" && outcome.verdict === "readable") {
    expect("status", exchange.status, outcome.status);
    for (const [field, value] of Object.entries(exchange.reads)) {
      expect(field, value, outcome.headers[field]);
    }
  }
  for (const words of exchange.says ?? []) {
    if (!outcome.message.includes(words)) differences.push(`the message does not say “${words}”`);
  }
  return differences;
}
