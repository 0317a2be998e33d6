import "../../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../../runtime/autograd/tape.js";
import { tf } from "../../../../runtime/backend/tf.js";
import { MultiheadAttention } from "../../../../runtime/nn/attention/multiheadAttention.js";
import { TransformerEncoder } from "../../../../runtime/nn/attention/transformerEncoder.js";
import { TransformerEncoderLayer } from "../../../../runtime/nn/attention/transformerEncoderLayer.js";
import { messageOf } from "../../messageOf.js";

const names = (attention: MultiheadAttention) =>
  attention.namedParameters().map(([name, { shape }]) => `${name} [${shape}]`);

test("keys and values of other sizes have weights of their own, by torch's names", () => {
  expect(names(new MultiheadAttention(4, 2, { addBiasKv: true })).join("\n")).toMatchInlineSnapshot(`
    "in_proj_weight [12,4]
    in_proj_bias [12]
    bias_k [1,1,4]
    bias_v [1,1,4]
    out_proj.weight [4,4]
    out_proj.bias [4]"
  `);
  expect(names(new MultiheadAttention(4, 2, { kdim: 3, vdim: 2, bias: false })).join("\n")).toMatchInlineSnapshot(`
    "q_proj_weight [4,4]
    k_proj_weight [4,3]
    v_proj_weight [4,2]
    out_proj.weight [4,4]"
  `);
});

test("one tensor as query, key and value gives what three equal ones give", () => {
  const attention = new MultiheadAttention(4, 2);
  const x = tf.randomNormal([3, 2, 4]);
  const [self] = attention.forward(x, x, x);
  const [apart] = attention.forward(x, x.clone(), x.clone());
  expect(tf.max(tf.abs(tf.sub(self, apart))).dataSync()[0]).toBeLessThan(1e-6);
});

test("a sample whose keys are all forbidden: NaN with the weights, the bias of the output without", () => {
  const attention = new MultiheadAttention(2, 1, { batchFirst: true });
  attention.out_proj.bias?.assign(tf.tensor1d([1, 2]));
  const x = tf.randomNormal([1, 1, 2]);
  const keyPaddingMask = tf.tensor2d([[1]], [1, 1], "bool");
  expect([...attention.forward(x, x, x, { keyPaddingMask })[0].dataSync()]).toEqual([Number.NaN, Number.NaN]);
  expect([...attention.forward(x, x, x, { keyPaddingMask, needWeights: false })[0].dataSync()]).toEqual([1, 2]);
});

test("an encoder has copies of its layer, which learn apart, and a training step leaves no tensor", () => {
  const encoder = new TransformerEncoder(new TransformerEncoderLayer(4, 2, { dimFeedforward: 3 }), 2);
  const [first, second] = ["layers.0.linear1.weight", "layers.1.linear1.weight"].map(
    (name) => encoder.stateDict()[name],
  );
  expect([...(first as tf.Tensor).dataSync()]).toEqual([...(second as tf.Tensor).dataSync()]);
  const step = () =>
    tf.tidy(() => {
      const tape = new Tape();
      tape.open();
      tape.backward(
        encoder
          .forward(tf.randomNormal([3, 2, 4]))
          .square()
          .mean(),
      );
      tape.close();
    });
  step();
  const before = tf.memory().numTensors;
  step();
  expect(tf.memory().numTensors).toBe(before);
});

test("what attention refuses, it says with what it got and what it wants", () => {
  const attention = new MultiheadAttention(4, 2);
  const x = tf.zeros([3, 2, 4]);
  const mistakes = [
    () => new MultiheadAttention(5, 2),
    () => attention.forward(tf.zeros([3, 2, 6]), x, x),
    () => attention.forward(x, tf.zeros([3, 2, 3]), tf.zeros([3, 2, 3])),
    () => attention.forward(x, x, x, { attnMask: tf.zeros([2, 3]) }),
    () => attention.forward(x, x, x, { keyPaddingMask: tf.zeros([3, 2]) }),
    () => attention.forward(x, x, x, { isCausal: true }),
    () => new TransformerEncoderLayer(4, 2, { activation: "tanh" as "relu" }),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "MultiheadAttention got embedDim = 5, which must be divisible by numHeads = 2: each head has an equal part of it.
    MultiheadAttention(4, 2) got query [3, 2, 6] (dimensions: 3), key [3, 2, 4] (dimensions: 3) and value [3, 2, 4] (dimensions: 3). The query's embedding dimension, its last, must be 4, and it is 6.
    MultiheadAttention(4, 2) got query [3, 2, 4] (dimensions: 3), key [3, 2, 3] (dimensions: 3) and value [3, 2, 3] (dimensions: 3). The key has 6 rows of 3 features, and its weight is [4, 4].
    MultiheadAttention(4, 2) got attnMask of shape [2, 3] (dimensions: 2), and it wants [3, 3] (2) or [4, 3, 3] (3): [queries, keys], or one for each head of each sample.
    MultiheadAttention(4, 2) got keyPaddingMask of shape [3, 2] (dimensions: 2), and it wants [2, 3] (2): batch and keys, dimensions 0 and 1.
    MultiheadAttention(4, 2) got isCausal without attnMask: the hint needs the mask. Give both.
    TransformerEncoderLayer got activation: "tanh". It is "relu", "gelu", a function or a module."
  `);
});
