// From `lightning run main.ts` to the first trainingStep, against a bare `require` of the engine.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { backend } from "../../runtime/dist/index.js";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export default async function start() {
  if (backend.kind !== "node") throw new Error(`The native backend is not here: ${backend.reason}`);
  const experiment = digitsExperiment();
  return {
    versions: backend.versions,
    variants: { rounds: 9, require: requireEngine, firstStep: () => firstStep(experiment) },
    rows: ({ require, firstStep }) => [
      {
        name: "start to first step",
        ...{ value: firstStep.median, unit: "ms", baseline: require.median },
        ...{ figure: firstStep.median / require.median, budget: 3 },
      },
    ],
    close: () => rmSync(experiment, { recursive: true, force: true }),
  };
}

/** The template, with a model that tells when its first step begins, and ends there. */
function digitsExperiment() {
  const folder = mkdtempSync(join(tmpdir(), "lightning-bench-"));
  cpSync(join(root, "extension", "templates", "digits"), folder, { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "runtime"), join(folder, "node_modules", "lightning-runtime"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "main.ts"),
    `import { seedEverything, Trainer } from "lightning-runtime";
import { DigitsData } from "./data/digitsData.ts";
import { DigitsClassifier } from "./model/digitsClassifier.ts";

class Timed extends DigitsClassifier {
  override trainingStep(): never {
    console.log("first step at " + (performance.timeOrigin + performance.now()));
    process.exit();
  }
}
seedEverything(42);
await new Trainer({ maxEpochs: 1 }).fit(new Timed(), new DigitsData());
`,
  );
  return folder;
}

async function requireEngine() {
  const program = `const util = require("node:util"); util.isNullOrUndefined ??= (v) => v == null; util.isArray ??= Array.isArray; require(${JSON.stringify(backend.where.endsWith("tfjs-node") ? backend.where : join(backend.where, "node_modules", "@tensorflow", "tfjs-node"))})`;
  const begin = performance.now();
  await run(["-e", program]);
  return performance.now() - begin;
}

async function firstStep(experiment) {
  const begin = performance.timeOrigin + performance.now();
  const output = await run([join(root, "runtime", "dist", "cli.js"), "run", "main.ts"], experiment);
  const at = Number(/first step at ([\d.]+)/.exec(output)?.[1]);
  if (!(at > begin)) throw new Error(`The experiment did not reach its first step:\n${output}`);
  return at - begin;
}

function run(args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`It ended with code ${code}:\n${output}`)),
    );
  });
}
