import "../../onCpu.js";
import { expect, test, vi } from "vitest";
import { Tape } from "../../../../runtime/autograd/tape.js";
import { tf } from "../../../../runtime/backend/tf.js";
import { GRU } from "../../../../runtime/nn/recurrent/gru.js";
import { LSTM } from "../../../../runtime/nn/recurrent/lstm.js";
import { RNN } from "../../../../runtime/nn/recurrent/rnn.js";
import { messageOf } from "../../messageOf.js";

test("parameters have torch's names, shapes and order", () => {
  const lstm = new LSTM(2, 3, { numLayers: 2, bidirectional: true, projSize: 1 });
  const lines = lstm.namedParameters().map(([name, { shape }]) => `${name} [${shape}]`);
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "weight_ih_l0 [12,2]
    weight_hh_l0 [12,1]
    bias_ih_l0 [12]
    bias_hh_l0 [12]
    weight_hr_l0 [1,3]
    weight_ih_l0_reverse [12,2]
    weight_hh_l0_reverse [12,1]
    bias_ih_l0_reverse [12]
    bias_hh_l0_reverse [12]
    weight_hr_l0_reverse [1,3]
    weight_ih_l1 [12,2]
    weight_hh_l1 [12,1]
    bias_ih_l1 [12]
    bias_hh_l1 [12]
    weight_hr_l1 [1,3]
    weight_ih_l1_reverse [12,2]
    weight_hh_l1_reverse [12,1]
    bias_ih_l1_reverse [12]
    bias_hh_l1_reverse [12]
    weight_hr_l1_reverse [1,3]"
  `);
});

test.each([RNN, GRU, LSTM])("%o gives every output, and the last state of each layer and direction", (Layer) => {
  const [output, last] = new Layer(2, 3, { numLayers: 2, bidirectional: true, batchFirst: true }).forward(
    tf.zeros([5, 7, 2]),
  );
  const states = last instanceof tf.Tensor ? [last] : last;
  expect([output.shape, ...states.map(({ shape }) => shape)]).toEqual([[5, 7, 6], ...states.map(() => [4, 5, 3])]);
});

test("a layer from the end to the beginning sees the sequence reversed", () => {
  const both = new GRU(1, 2, { bidirectional: true });
  const forwards = new GRU(1, 2);
  for (const [name, parameter] of forwards.namedParameters()) {
    parameter.assign(both.stateDict()[`${name}_reverse`] as tf.Variable);
  }
  const x = tf.tensor3d([1, 2, 3], [3, 1, 1]);
  const [, ours] = tf.split(both.forward(x)[0], 2, 2) as [tf.Tensor, tf.Tensor];
  const [reversed] = forwards.forward(tf.reverse(x, 0));
  expect([...ours.dataSync()]).toEqual([...tf.reverse(reversed, 0).dataSync()]);
});

test.each([RNN, GRU, LSTM])("a training step of %o leaves no tensor", (Layer) => {
  const layer = new Layer(2, 3, { numLayers: 2, bidirectional: true, dropout: 0.5 });
  const step = () =>
    tf.tidy(() => {
      const tape = new Tape();
      tape.open();
      tape.backward(layer.forward(tf.randomNormal([4, 2, 2]))[0].mean());
      tape.close();
    });
  step();
  const before = tf.memory().numTensors;
  step();
  expect(tf.memory().numTensors).toBe(before);
});

test("what a recurrent layer refuses or warns of, it says with what it got and what it wants", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const gru = new GRU(2, 3);
  const mistakes = [
    () => gru.forward(tf.zeros([4, 1, 5])),
    () => gru.forward(tf.zeros([4, 1, 2]), tf.zeros([2, 1, 3])),
    () => new LSTM(2, 3).forward(tf.zeros([4, 1, 2]), [tf.zeros([1, 1, 3]), tf.zeros([1, 3])]),
    () => new RNN(2, 3, { nonlinearity: "gelu" as "relu" }),
    () => new LSTM(2, 3, { projSize: 3 }),
    () => new GRU(2, 3, { numLayers: 0 }),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "GRU(2, 3) got an input of shape [4, 1, 5], and it wants [length, batch, 2], or [length, 2] without batch. Its last dimension (-1) must be inputSize, which is 2.
    GRU(2, 3) got \`hx\` of shape [2, 1, 3] (dimensions: 3), and for an input of 3 dimensions it wants [1, 1, 3]: [layers · directions, batch, size].
    LSTM(2, 3) got \`hx[1]\` of shape [1, 3] (dimensions: 2), and for an input of 3 dimensions it wants [1, 1, 3]: [layers · directions, batch, size].
    RNN got nonlinearity: "gelu". It is "tanh" or "relu".
    LSTM got projSize = 3, which is 0 for no projection, or a positive integer smaller than hiddenSize = 3.
    GRU got numLayers = 0, which must be an integer greater than 0."
  `);
  new GRU(2, 3, { dropout: 0.5 });
  expect(warn.mock.calls.flat().join("\n")).toMatchInlineSnapshot(
    `"GRU drops out between its layers, and there is nothing between numLayers = 1: dropout = 0.5 has no effect. Use more layers, or an nn.Dropout after it."`,
  );
  warn.mockRestore();
});
