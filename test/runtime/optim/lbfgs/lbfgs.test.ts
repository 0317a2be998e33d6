import "../../onCpu.js";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { readCheckpoint, writeCheckpoint } from "../../../../runtime/checkpoint/checkpointFile.js";
import type { Parameter } from "../../../../runtime/nn/parameter.js";
import { LBFGS, type LBFGSOptions } from "../../../../runtime/optim/lbfgs/lbfgs.js";
import { temporaryFolder } from "../../temporaryFolder.js";
import { parameterOf, setGradient } from "../steppedPicture.js";

/** (x - 3)² + 10 (y + 1)². */
function bowl([x, y]: readonly [Parameter, Parameter]): number {
  const [a, b] = [(x.dataSync()[0] as number) - 3, (y.dataSync()[0] as number) + 1];
  setGradient(x, 2 * a);
  setGradient(y, 20 * b);
  return a * a + 10 * b * b;
}

test.each<[string, Partial<LBFGSOptions>]>([
  ["with a fixed step", { lr: 0.5 }],
  ["with a line search", { lineSearchFn: "strong_wolfe" }],
  ["that remembers two steps", { historySize: 2, lineSearchFn: "strong_wolfe" }],
])("LBFGS %s finds the bottom of a bowl in one step of several evaluations", (_how, options) => {
  const parameters = [parameterOf(0), parameterOf(0)] as const;
  const optimizer = new LBFGS(parameters, options);
  const before = tf.memory().numTensors;
  let evaluations = 0;
  const loss = optimizer.step(() => {
    evaluations++;
    return bowl(parameters);
  });
  expect(loss).toBe(19);
  expect(evaluations).toBeGreaterThan(3);
  expect(parameters.map((parameter) => parameter.dataSync()[0]?.toFixed(2))).toEqual(["3.00", "-1.00"]);
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("a saved LBFGS goes on as it would have, to the last bit", () => {
  const run = (isInterrupted: boolean) => {
    const parameters = [parameterOf(0), parameterOf(0)] as const;
    const options = { lr: 0.3, maxIter: 2 };
    let optimizer = new LBFGS(parameters, options);
    for (let step = 0; step < 4; step++) {
      if (isInterrupted && step === 2) {
        const path = join(temporaryFolder(), "a.safetensors");
        const rest = { epoch: 0, globalStep: 2, lightningRuntimeVersion: "0", stateDict: {} };
        writeCheckpoint(path, { ...rest, optimizerStates: [optimizer.stateDict()] });
        optimizer = new LBFGS(parameters, options);
        optimizer.loadStateDict(readCheckpoint(path).optimizerStates?.[0] ?? {});
      }
      optimizer.step(() => bowl(parameters));
    }
    return parameters.map((parameter) => parameter.dataSync()[0]);
  };
  expect(run(true)).toEqual(run(false));
});

test.each<[string, () => unknown, string]>([
  [
    "groups",
    () => new LBFGS([{ params: [parameterOf(0)] }, { params: [parameterOf(0)] }]),
    "LBFGS doesn't support parameter groups with options of their own, and it got 2. Give it one list of parameters.",
  ],
  [
    "a step without a closure",
    () => new LBFGS([parameterOf(0)]).step(),
    "LBFGS: `step` needs a closure that computes the loss with its gradients and returns the loss.",
  ],
  [
    "a closure without a loss",
    () => new LBFGS([parameterOf(0)]).step(() => undefined),
    "LBFGS: the closure of `step` must return the loss, and it returned undefined.",
  ],
  [
    "another line search",
    () => {
      const parameters = [parameterOf(0), parameterOf(0)] as const;
      return new LBFGS(parameters, { lineSearchFn: "armijo" as "strong_wolfe" }).step(() => bowl(parameters));
    },
    'LBFGS: `lineSearchFn` is "armijo"; only "strong_wolfe" is supported, or null.',
  ],
])("%s is refused", (_what, mistake, message) => {
  expect(mistake).toThrow(message);
});
