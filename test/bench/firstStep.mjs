// Small experiments that tell when their first step begins, and end there.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The digits template, with a model that tells when its first step begins, and ends there. */
export function timedDigits() {
  const folder = experiment(`import { seedEverything, Trainer } from "lightning-runtime";
import { DigitsData } from "./data/digitsData.ts";
import { DigitsClassifier } from "./model/digitsClassifier.ts";

class Timed extends DigitsClassifier {
  override trainingStep(): never {
    ${TELL_AND_END}
  }
}
seedEverything(42);
await new Trainer({ maxEpochs: 1 }).fit(new Timed(), new DigitsData());
`);
  cpSync(join(root, "extension", "templates", "digits"), folder, {
    recursive: true,
    filter: (file) => !file.endsWith("main.ts"),
  });
  return folder;
}

/** The smallest program that has a first step: one layer, and batches that are there already. */
export function timedLine() {
  return experiment(`import { LightningModule, nn, optim, Trainer, tf } from "lightning-runtime";

class Timed extends LightningModule {
  layer = new nn.Linear(32, 2);

  trainingStep(): never {
    ${TELL_AND_END}
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.01 });
  }
}
const batch = [tf.randomNormal([1, 32]), tf.randomNormal([1, 2])];
const trainDataloaders = { length: 2, *[Symbol.iterator]() { yield batch; yield batch; } };
await new Trainer({ maxEpochs: 1 }).fit(new Timed(), { trainDataloaders });
`);
}

const TELL_AND_END = `console.log("first step at " + (performance.timeOrigin + performance.now()));
    process.exit();`;

/** A folder with the runtime installed and this program. */
export function experiment(main) {
  const folder = mkdtempSync(join(tmpdir(), "lightning-bench-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "runtime"), join(folder, "node_modules", "lightning-runtime"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "main.ts"), main);
  return folder;
}

/** Milliseconds from the command to the first trainingStep. */
export async function firstStep(experiment) {
  const begin = performance.timeOrigin + performance.now();
  const output = await run([join(root, "runtime", "dist", "cli.js"), "run", "main.ts"], experiment);
  const at = Number(/first step at ([\d.]+)/.exec(output)?.[1]);
  if (!(at > begin)) throw new Error(`The experiment did not reach its first step:\n${output}`);
  return at - begin;
}

/** What a Node process prints. */
export function run(args, cwd) {
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

/** The folder of tfjs-node. */
export function nativePackage({ kind, reason, where }) {
  if (kind !== "node") throw new Error(`The native backend is not here: ${reason}`);
  return where.endsWith("tfjs-node") ? where : join(where, "node_modules", "@tensorflow", "tfjs-node");
}
