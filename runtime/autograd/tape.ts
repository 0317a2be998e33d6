import { tf } from "../backend/tf.js";
import { Parameter } from "../nn/parameter.js";

/**
 * Torch's way of differentiating on tfjs's tape: while a tape is open every operation is recorded, `backward` may be called on any
 * scalar at any time, as often as wanted, and adds to the `grad` of each Parameter that needs one.
 */
export class Tape {
  readonly #engine = tf.engine() as unknown as TapedEngine;
  readonly #findsNaN: boolean;

  /** @param options.findsNaN searches every gradient for NaN and throws at the first, naming its operation; slow. */
  constructor(options: { readonly findsNaN?: boolean } = {}) {
    this.#findsNaN = options.findsNaN ?? false;
  }

  /** Starts recording. Tapes do not nest; tfjs's own `tf.grad` may be used inside one. */
  open(): void {
    this.#engine.startTape();
  }

  /** Stops recording and frees what the gradients would have needed. */
  close(): void {
    const { state } = this.#engine;
    this.#engine.endTape();
    for (const node of state.activeTape ?? []) for (const tensor of node.saved ?? []) tensor.dispose();
    state.activeTape = null;
  }

  get isOpen(): boolean {
    return this.#engine.state.gradientDepth > 0;
  }

  /**
   * Adds d(loss)/d(parameter) to the `grad` of every Parameter with `requiresGrad` that the loss depends on.
   *
   * @param loss scalar that was computed while the tape was open.
   * @throws when the loss depends on no such Parameter, or an operation on the way has no gradient.
   */
  backward(loss: tf.Tensor): void {
    if (loss.size !== 1) {
      throw new Error(
        `backward() needs a scalar loss, and this one has shape [${loss.shape}]. Reduce it, for example by \`loss.mean()\`.`,
      );
    }
    const { state } = this.#engine;
    const tape = state.activeTape;
    if (tape === null || state.gradientDepth === 0)
      throw new Error("backward() was called outside a training step: nothing was recorded.");
    // Gradients are themselves computed with operations; those must not be recorded.
    this.#engine.endTape();
    try {
      tf.tidy(() => backpropagate(nodesBetween(tape, loss), loss, this.#findsNaN));
    } finally {
      this.#engine.startTape();
      state.activeTape = tape;
    }
  }
}

/** The part of tfjs's engine that keeps its tape; public at run time, private in its types (tfjs-core 4.22, `engine.ts`). */
interface TapedEngine {
  startTape(): void;
  endTape(): void;
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number };
}

interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly saved?: readonly tf.Tensor[];
  readonly gradient?: (dys: (tf.Tensor | null)[]) => Readonly<Record<string, () => tf.Tensor>>;
}

/** A node with the inputs through which the loss depends on a parameter. */
interface ConnectedNode {
  readonly node: TapeNode;
  readonly inputs: readonly string[];
}

/** The nodes that lie between a parameter and the loss, in the order in which they ran. */
function nodesBetween(tape: readonly TapeNode[], loss: tf.Tensor): ConnectedNode[] {
  const dependent = new Set<number>();
  const forward: ConnectedNode[] = [];
  for (const node of tape) {
    const inputs = Object.keys(node.inputs).filter((name) => {
      const input = node.inputs[name] as tf.Tensor;
      return dependent.has(input.id) || isLeaf(input);
    });
    // Comparisons, indices and the like give no gradient on, as in torch.
    const outputs = node.outputs.filter(({ dtype }) => dtype === "float32" || dtype === "complex64");
    if (inputs.length === 0 || outputs.length === 0) continue;
    forward.push({ node, inputs });
    for (const output of outputs) dependent.add(output.id);
  }
  const needed = new Set([loss.id]);
  const connected: ConnectedNode[] = [];
  for (const step of forward.reverse()) {
    if (!step.node.outputs.some((output) => needed.has(output.id))) continue;
    connected.push(step);
    for (const name of step.inputs) needed.add((step.node.inputs[name] as tf.Tensor).id);
  }
  if (connected.length === 0) {
    throw new Error(
      "The loss does not depend on any parameter that requires a gradient. Compute it from the model's output with tfjs operations " +
        "(not from `dataSync()` values), and check that the layers are not frozen.",
    );
  }
  return connected.reverse();
}

function isLeaf(tensor: tf.Tensor): tensor is Parameter {
  return tensor instanceof Parameter && tensor.requiresGrad;
}

function backpropagate(nodes: readonly ConnectedNode[], loss: tf.Tensor, findsNaN: boolean): void {
  const gradients = new Map<number, tf.Tensor>([[loss.id, tf.ones(loss.shape)]]);
  const leaves = new Map<number, Parameter>();
  for (const { node, inputs } of [...nodes].reverse()) {
    const dys = node.outputs.map((output) => gradients.get(output.id) ?? null);
    if (node.gradient === undefined) {
      throw new Error(
        `The operation ${node.kernelName} has no gradient, and the loss depends on a parameter through it.`,
      );
    }
    const inputGradients = node.gradient(dys);
    for (const name of inputs) {
      const input = node.inputs[name] as tf.Tensor;
      const gradient = inputGradients[name]?.();
      if (gradient === undefined)
        throw new Error(`The operation ${node.kernelName} has no gradient with respect to its input \`${name}\`.`);
      if (findsNaN) refuseNaN(gradient, node.kernelName, name);
      const sum = gradients.get(input.id);
      gradients.set(input.id, sum === undefined ? gradient : tf.add(sum, gradient));
      if (isLeaf(input)) leaves.set(input.id, input);
    }
  }
  for (const [id, parameter] of leaves) parameter.accumulateGrad(gradients.get(id) as tf.Tensor);
}

function refuseNaN(gradient: tf.Tensor, operation: string, input: string): void {
  if (tf.any(tf.isNaN(gradient)).dataSync()[0] === 0) return;
  throw new Error(
    `The gradient of the operation ${operation} with respect to its input \`${input}\` has NaN values. Look at what it was given: a root of a negative number, a logarithm of 0, or a division by 0 does this.`,
  );
}
