// npm start: sets up, scaffolds the digits experiment, trains and tests it, and opens VS Code on it.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openEditor } from "./openEditor.mjs";
import { root } from "./paths.mjs";
import { prepareBackend } from "./prepareBackend.mjs";
import { setUp, tarball } from "./setup.mjs";
import { unlessDone } from "./stamp.mjs";
import { main, run, StepError, step } from "./steps.mjs";

const experiments = join(root, "experiments");
const experiment = join(experiments, "digits");
const cli = join(root, "runtime", "dist", "cli.js");

await main(async () => {
  const start = performance.now();
  mkdirSync(experiments, { recursive: true });
  await setUp();
  await prepareBackend();
  await step("Scaffold the digits experiment", scaffold);
  const trainingStart = Date.now();
  await step("Train and test it", () =>
    run(process.execPath, [join(experiment, "node_modules", "lightning-runtime", "dist", "cli.js"), "run", "main.ts"], {
      cwd: experiment,
      show: true,
      remedy: `The experiment is in ${experiment}; \`npm run train\` there runs it alone.`,
    }),
  );
  report(trainingStart, (performance.now() - start) / 1000);
  const noEditor = process.argv.includes("--no-editor") || !process.stdout.isTTY;
  if (noEditor)
    console.log(`\nTo open it in VS Code: npm start (in a terminal), or press F5 in the clone and open ${experiment}`);
  else await openEditor(experiment);
});

/** Written once, then reused; a runtime that has changed since is installed anew. */
async function scaffold() {
  if (!existsSync(join(experiment, "package.json")))
    await run(process.execPath, [cli, "new", experiment, "--template", "digits", "--no-install"], { cwd: root });
  return unlessDone(
    {
      stamp: join(experiment, "node_modules", ".runtime-stamp"),
      inputs: [tarball, join(experiment, "package.json")],
      outputs: [join(experiment, "node_modules", "lightning-runtime")],
    },
    () => run(process.execPath, [cli, "update", experiment], { cwd: root }),
  );
}

/** @param since when training began: an older run is not this one. */
function report(since, seconds) {
  const runs = join(experiment, "lightning_logs");
  const newest = (existsSync(runs) ? readdirSync(runs) : [])
    .map((name) => join(runs, name))
    .filter((run) => existsSync(join(run, "metrics.csv")) && statSync(run).mtimeMs >= since)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  const accuracy = newest === undefined ? Number.NaN : testAccuracy(join(newest, "metrics.csv"));
  if (!(accuracy >= 0))
    throw new StepError(
      `The training left no run with test_acc in its metrics.csv in ${runs}. \`npm run train\` in ${experiment} shows why.`,
    );
  const { backend } = JSON.parse(readFileSync(join(newest, "run.json"), "utf8"));
  console.log(
    `\nTest accuracy  ${accuracy.toFixed(4)}\nBackend        ${backend}\nTime           ${seconds.toFixed(1)} s\nRun            ${newest}`,
  );
}

function testAccuracy(file) {
  const [header = "", ...rows] = readFileSync(file, "utf8").trimEnd().split(/\r?\n/);
  const column = header.split(",").indexOf("test_acc");
  return Number(rows.map((row) => row.split(",")[column]).findLast((cell) => cell) ?? Number.NaN);
}
