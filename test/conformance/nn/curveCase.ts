import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import type { Module } from "../../../runtime/nn/module.js";
import * as optim from "../../../runtime/optim/index.js";
import { camel } from "../names.js";
import type { Difference } from "../picture.js";
import { buildModule, weightLayout } from "./buildModule.js";
import { callModule } from "./callModule.js";
import { type CurveBatch, curveBatches } from "./curveData.js";
import { curveWeights } from "./curveWeights.js";
import { FlattenOrder } from "./flattenOrder.js";
import { inTorchLayout } from "./goldenTensor.js";
import type { CurveCase, LayerSpec } from "./nnCase.js";
import { tidily } from "./tidily.js";

/** README of the reference: losses to 1e-3; of the final weights the norms to 1e-4 relative and the sums to 1e-2. */
const TOLERANCE = { loss: 1e-3, norm: 1e-4, sum: 1e-2 } as const;

/** A whole model over a hundred steps of training: the loss before each, and the weights after the last. */
export function curveDifference(golden: CurveCase): Difference | null {
  const model = buildModule(golden.module);
  const order = new FlattenOrder(golden.module);
  const optimizer = optimizerOf(golden.optimizer, model);
  try {
    tf.tidy(() => void model.loadStateDict(curveWeights(golden, (name) => weightLayout(model, name), order)));
    for (const [i, batch] of curveBatches(golden).entries()) {
      const loss = step(model, golden.loss, optimizer, batch);
      const wanted = golden.losses_float32[i] as number;
      if (!(Math.abs(loss - wanted) <= TOLERANCE.loss)) {
        return { what: `loss of step ${i}`, expected: String(wanted), got: String(loss) };
      }
    }
    return finalDifference(model, golden, order);
  } finally {
    for (const parameter of model.parameters()) parameter.zeroGrad();
    optimizer.dispose();
    model.dispose();
  }
}

function step(model: Module, lossSpec: LayerSpec, optimizer: optim.Optimizer, { input, target }: CurveBatch): number {
  return tf.tidy(() => {
    const loss = buildModule({ ...lossSpec, args: lossSpec.args ?? {} });
    const x = input();
    const tape = new Tape();
    optimizer.zeroGrad();
    tape.open();
    try {
      const output = callModule(model.train(), "", { input: x })["output"] as tf.Tensor;
      const value = callModule(loss, "", { input: output, target: target?.() ?? x })["output"] as tf.Tensor;
      tape.backward(value);
      return value.dataSync()[0] as number;
    } finally {
      tape.close();
      optimizer.step();
    }
  });
}

function optimizerOf({ class: name, args }: LayerSpec, model: Module): optim.Optimizer {
  const Optimizer = (
    optim as unknown as Readonly<Record<string, new (parameters: unknown, options: unknown) => optim.Optimizer>>
  )[name];
  if (Optimizer === undefined) throw new Error(`The runtime's optim has no ${name}.`);
  return new Optimizer(
    model.parameters(),
    Object.fromEntries(Object.entries(args).map(([key, value]) => [camel(key), value])),
  );
}

function finalDifference(model: Module, golden: CurveCase, order: FlattenOrder): Difference | null {
  const entries = model.stateDict();
  for (const [name, wanted] of Object.entries(golden.final_float32)) {
    const values = tidily(() =>
      order.toTorch(name, inTorchLayout(entries[name] as tf.Tensor, weightLayout(model, name))).dataSync<"float32">(),
    );
    const sum = values.reduce((total, value) => total + value, 0);
    const norm = Math.sqrt(values.reduce((total, value) => total + value * value, 0));
    const checks: readonly (readonly [string, number, number, number])[] = [
      ["norm", norm, wanted.norm, TOLERANCE.norm * wanted.norm],
      ["sum", sum, wanted.sum, TOLERANCE.sum],
      ...wanted.first3.map((value, i) => [`value ${i}`, values[i] as number, value, 1e-3] as const),
    ];
    const failed = checks.find(([, got, want, tolerance]) => !(Math.abs(got - want) <= tolerance));
    if (failed !== undefined) {
      return { what: `final ${failed[0]} of ${name}`, expected: String(failed[2]), got: String(failed[1]) };
    }
  }
  return null;
}
