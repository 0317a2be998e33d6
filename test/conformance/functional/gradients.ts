import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";

/** The value of a function and the gradients of its sum, by the tape that training uses. */
export function withGradients<Name extends string>(
  leaves: Readonly<Record<Name, tf.Tensor>>,
  compute: (leaves: Readonly<Record<Name, tf.Tensor>>) => tf.Tensor,
): { readonly output: tf.Tensor; readonly gradients: Readonly<Record<Name, tf.Tensor | null>> } {
  const parameters = Object.fromEntries(
    Object.entries<tf.Tensor>(leaves).map(([name, leaf]) => [name, new Parameter(leaf)]),
  ) as Record<Name, Parameter>;
  const tape = new Tape();
  tape.open();
  try {
    const output = compute(parameters);
    tape.backward(tf.sum(output));
    const gradients = Object.fromEntries(
      Object.entries<Parameter>(parameters).map(([name, { grad }]) => [name, grad?.clone() ?? null]),
    ) as Record<Name, tf.Tensor | null>;
    return { output, gradients };
  } finally {
    tape.close();
    for (const parameter of Object.values<Parameter>(parameters)) parameter.dispose();
  }
}
