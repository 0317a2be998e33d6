import { tf } from "../backend/tf.js";
import { warnOnce } from "./warnOnce.js";

/**
 * Lets shapes that differ pass where they broadcast, and says that this is hardly meant.
 *
 * @throws when they do not broadcast.
 */
export function checkBroadcast(loss: string, input: tf.Tensor, target: tf.Tensor): void {
  if (tf.util.arraysEqual(input.shape, target.shape)) return;
  warnOnce(
    `${loss} got a target of shape [${target.shape.join(", ")}] and an input of shape [${input.shape.join(", ")}]. They are broadcast ` +
      "against each other, which most likely gives a wrong loss. Give them the same shape, for example by `target.reshape(input.shape)`.",
  );
  checkSizes(loss, { input, target });
}

/** @throws when the shapes of two tensors, by their names, do not broadcast. */
export function checkSizes(what: string, tensors: Readonly<Record<string, tf.Tensor>>): void {
  const [[firstName, first], [secondName, second]] = Object.entries(tensors) as [
    [string, tf.Tensor],
    [string, tf.Tensor],
  ];
  const rank = Math.max(first.rank, second.rank);
  const size = ({ shape }: tf.Tensor, axis: number) => shape[axis - rank + shape.length] ?? 1;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const [a, b] = [size(first, axis), size(second, axis)];
    if (a === b || a === 1 || b === 1) continue;
    throw new Error(
      `${what} got \`${firstName}\` of shape [${first.shape.join(", ")}] and \`${secondName}\` of shape [${second.shape.join(", ")}], which do ` +
        `not fit: their sizes ${a} and ${b} in dimension ${axis} differ. Give them the same shape.`,
    );
  }
}

/** @throws unless both have one shape. */
export function checkSameShape(loss: string, input: tf.Tensor, other: tf.Tensor, name = "target"): void {
  if (tf.util.arraysEqual(input.shape, other.shape)) return;
  throw new Error(
    `${loss} got an input of shape [${input.shape.join(", ")}] and a ${name} of shape [${other.shape.join(", ")}]. ` +
      `They must have the same shape: bring the ${name} to the input's, for example by \`reshape\`.`,
  );
}
