// From `lightning run main.ts` to the first trainingStep, against a bare `require` of the engine.
import { rmSync } from "node:fs";
import { backend } from "../../runtime/dist/index.js";
import { firstStep, nativePackage, run, timedDigits } from "./firstStep.mjs";

export default async function start() {
  const experiment = timedDigits();
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

async function requireEngine() {
  const program = `const util = require("node:util"); util.isNullOrUndefined ??= (v) => v == null; util.isArray ??= Array.isArray; require(${JSON.stringify(nativePackage(backend))})`;
  const begin = performance.now();
  await run(["-e", program]);
  return performance.now() - begin;
}
