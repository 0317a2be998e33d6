import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { seedEverything } from "../../../runtime/random.js";
import type { Difference } from "../picture.js";
import { buildModule } from "./buildModule.js";
import { callModule } from "./callModule.js";
import { tensorOf } from "./goldenTensor.js";
import type { DropoutCase } from "./nnCase.js";
import { tidily } from "./tidily.js";

/** What dropout does in training: the share that it zeroes, the factor of the rest, the gradient's mask, another mask the next time. */
export function dropoutDifference({ module: spec, input: golden, expect }: DropoutCase): Difference | null {
  seedEverything(1);
  const module = buildModule(spec).train();
  return tidily(() => {
    const input = new Parameter(tensorOf(golden));
    const tape = new Tape();
    tape.open();
    try {
      const forward = () => callModule(module, "Dropout", { input })["output"] as tf.Tensor;
      const output = forward();
      tape.backward(tf.sum(output));
      const [values, gradient, again] = [output, input.grad as tf.Tensor, forward()].map((one) => one.dataSync());
      return maskDifference(input.dataSync(), values as Values, gradient as Values, again as Values, expect);
    } finally {
      tape.close();
      input.dispose();
    }
  });
}

type Values = ArrayLike<number>;

function maskDifference(
  input: Values,
  output: Values,
  gradient: Values,
  again: Values,
  expect: DropoutCase["expect"],
): Difference | null {
  const at = (values: Values, i: number) => values[i] as number;
  const places = Array.from({ length: input.length }, (_, i) => i);
  const wrong = places.find((i) => at(output, i) !== 0 && !isNear(at(output, i), expect.kept_value * at(input, i)));
  if (wrong !== undefined) {
    return { what: "output", expected: `0 or ${expect.kept_value} × ${input[wrong]}`, got: String(output[wrong]) };
  }
  const [low, high] = expect.zero_fraction;
  const zeros = places.filter((i) => at(output, i) === 0).length / input.length;
  if (zeros < low || zeros > high) return { what: "share of zeros", expected: `${low} to ${high}`, got: String(zeros) };
  const other = places.find((i) => !isNear(at(gradient, i), at(output, i) / at(input, i)));
  if (other !== undefined) {
    return { what: "gradient", expected: `that of the output ${output[other]}`, got: String(gradient[other]) };
  }
  return places.some((i) => at(output, i) !== at(again, i))
    ? null
    : { what: "second call", expected: "another mask", got: "the same" };
}

function isNear(got: number, wanted: number): boolean {
  return Math.abs(got - wanted) <= 1e-6 * Math.abs(wanted);
}
