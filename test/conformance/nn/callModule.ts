import type { tf } from "../../../runtime/backend/tf.js";
import type { Module } from "../../../runtime/nn/module.js";
import { camel } from "../names.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;
type Outputs = Readonly<Record<string, tf.Tensor | null>>;
type Options = Readonly<Record<string, unknown>>;

/** Calls a module with the recorded inputs, in the way in which its class takes them, and names what it returns as recorded. */
export function callModule(module: Module, className: string, inputs: Tensors, options: Options = {}): Outputs {
  const forward = (...args: unknown[]) => (module as { forward(...args: unknown[]): unknown }).forward(...args);
  const call = CALLS[className] ?? plainCall;
  return call(forward, inputs, options);
}

type Call = (forward: (...args: unknown[]) => unknown, inputs: Tensors, options: Options) => Outputs;

const plainCall: Call = (forward, inputs, options) => {
  const named = renamed(options);
  const rest = Object.keys(named).length > 0 ? [named] : [];
  return { output: forward(...Object.values(inputs), ...rest) as tf.Tensor };
};

const recurrentCall: Call = (forward, { input, h_0 }) => {
  const [output, hN] = forward(...(h_0 === undefined ? [input] : [input, h_0])) as tf.Tensor[];
  return { output: output ?? null, h_n: hN ?? null };
};

const CALLS: Readonly<Record<string, Call>> = {
  RNN: recurrentCall,
  GRU: recurrentCall,
  LSTM: (forward, { input, h_0, c_0 }) => {
    const args = h_0 === undefined ? [input] : [input, [h_0, c_0]];
    const [output, [hN, cN]] = forward(...args) as [tf.Tensor, [tf.Tensor, tf.Tensor]];
    return { output, h_n: hN, c_n: cN };
  },
  MultiheadAttention: (forward, { query, key, value, ...masks }, options) => {
    const named = { ...renamed(masks), ...renamed(options) };
    const [output, weights] = forward(query, key, value, named) as [tf.Tensor, tf.Tensor | null];
    return { output, attn_weights: weights };
  },
  TransformerEncoderLayer: (forward, { src, ...masks }, options) => ({
    output: forward(src, { ...renamed(masks), ...renamed(options) }) as tf.Tensor,
  }),
};

function renamed(options: Options): Options {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [camel(name), value]));
}
