import { tf } from "../backend/tf.js";
import { Parameter } from "../nn/parameter.js";
import { replaceGrad } from "./replaceGrad.js";

/** Cuts every element of the gradients to [-clipValue, clipValue], in place (torch.nn.utils.clip_grad_value_). */
export function clipGradValue(parameters: Parameter | Iterable<Parameter>, clipValue: number): void {
  for (const parameter of parameters instanceof Parameter ? [parameters] : parameters) {
    const { grad } = parameter;
    if (grad !== null) {
      // Not clipByValue, which makes a number of NaN on wasm.
      const cut = tf.tidy(() => tf.minimum(tf.maximum(grad, -clipValue), clipValue));
      replaceGrad(parameter, cut);
    }
  }
}
