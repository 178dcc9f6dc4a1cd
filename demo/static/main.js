/* Load the table, show every exchange as waiting, run them one after another, keep count. */

import { followReactPage } from "./react.js";
import { runExchange } from "./run.js";
import { createSenders } from "./senders.js";
import { showCount, showFailure, showFrame, showProgramCount } from "./view.js";
import { showResult } from "./result.js";

async function main() {
  const table = await (await fetch("/programs.json")).json();
  const rows = showFrame(table);
  table.programs.filter((program) => program.hasReactPage)
    .forEach((program) => followReactPage(program).catch(showFailure));
  const senders = await createSenders(table.origins);
  const total = table.programs.reduce((sum, program) => sum + program.exchanges.length, 0);
  document.documentElement.dataset.run = "running";
  for (const program of table.programs) {
    const ofProgram = [];
    for (const exchange of program.exchanges) {
      const result = await runExchange(program, exchange, table.origins, senders);
      showResult(rows.get(`${program.id}.${exchange.id}`), exchange, result, table.origins);
      ofProgram.push(result);
      window.demoResults.push(resultOf(program, exchange, result));
      showCount(window.demoResults, total);
    }
    showProgramCount(program, ofProgram);
  }
  document.documentElement.dataset.run = "done";
}

/** What `python -m demo --check` prints of an exchange. */
function resultOf(program, exchange, { name, outcome, steps, differences, ok }) {
  return {
    program: program.title,
    exchange: exchange.title,
    sender: exchange.kind === "fetch" ? "browser" : "server",
    name,
    sent: steps.map((step) => step.method),
    verdict: outcome.verdict,
    expected: exchange.expected,
    ok,
    differences,
  };
}

window.demoResults = [];
main().catch((error) => {
  showFailure(error);
  document.documentElement.dataset.run = "failed";
});
