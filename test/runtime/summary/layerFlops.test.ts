import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import * as nn from "../../../runtime/nn/index.js";
import { ModelSummary } from "../../../runtime/summary/modelSummary.js";

const sequence = [7, 2, 3];
const image = [2, 8, 9, 4];

/** Recorded with torch 2.13 on a CPU; shapes of images in TensorFlow's layout. */
test.each<[name: string, layer: () => nn.Module, shape: number[], flops: number]>([
  ["Linear", () => new nn.Linear(3, 5), [2, 4, 5, 3], 1200],
  ["Linear of one sample", () => new nn.Linear(3, 5), [3], 30],
  ["Conv1d", () => new nn.Conv1d(4, 6, 3), [2, 8, 4], 1728],
  ["Conv2d", () => new nn.Conv2d(4, 6, 3, { stride: 2, padding: 1 }), image, 17_280],
  ["Conv2d in two groups", () => new nn.Conv2d(4, 6, 3, { stride: 2, padding: 1, groups: 2 }), image, 8640],
  ["Conv2d, depthwise", () => new nn.Conv2d(4, 4, 3, { groups: 4 }), image, 6048],
  ["Conv2d, same size", () => new nn.Conv2d(4, 4, 4, { padding: "same" }), image, 73_728],
  ["Conv2d, reflecting", () => new nn.Conv2d(4, 4, 3, { padding: 1, paddingMode: "reflect" }), image, 41_472],
  ["ConvTranspose2d", () => new nn.ConvTranspose2d(4, 6, 3, { stride: 2, padding: 1 }), image, 62_208],
  [
    "ConvTranspose2d in groups",
    () => new nn.ConvTranspose2d(4, 6, 3, { stride: 2, padding: 1, groups: 2 }),
    image,
    31_104,
  ],
  ["RNN", () => new nn.RNN(3, 5), sequence, 1120],
  ["GRU", () => new nn.GRU(3, 5), sequence, 3360],
  ["GRU, batch first", () => new nn.GRU(3, 5, { batchFirst: true }), sequence, 3360],
  ["GRU of two layers", () => new nn.GRU(3, 5, { numLayers: 2 }), sequence, 7560],
  ["GRU in both directions", () => new nn.GRU(3, 5, { numLayers: 2, bidirectional: true }), sequence, 19_320],
  ["LSTM, one kernel in torch", () => new nn.LSTM(3, 5, { numLayers: 2 }), sequence, 0],
  ["LSTM with projections", () => new nn.LSTM(3, 5, { projSize: 2 }), sequence, 3080],
  ["BatchNorm2d", () => new nn.BatchNorm2d(4), image, 0],
  ["LayerNorm", () => new nn.LayerNorm(4), image, 0],
  ["GroupNorm", () => new nn.GroupNorm(2, 4), image, 0],
  ["MaxPool2d", () => new nn.MaxPool2d(2), image, 0],
  ["AvgPool2d", () => new nn.AvgPool2d(2), image, 0],
  ["AdaptiveAvgPool2d", () => new nn.AdaptiveAvgPool2d([3, 2]), image, 0],
  ["ReLU", () => new nn.ReLU(), image, 0],
  ["GELU", () => new nn.GELU(), image, 0],
])("%s", (_, layer, shape, flops) => {
  expect(flopsOf(layer(), tf.ones(shape))).toBe(flops);
});

/** How an attention layer is called. */
type Call = (layer: nn.MultiheadAttention, x: tf.Tensor) => unknown;
const itself: Call = (layer, x) => layer.forward(x, x, x);
const others: Call = (layer, x) => layer.forward(x, x.clone(), x.clone());
const quietly: Call = (layer, x) => layer.forward(x, x.clone(), x.clone(), { needWeights: false });
const masked: Call = (layer, x) => layer.forward(x, x, x, { attnMask: tf.zeros([5, 5]) });

test.each<[name: string, options: nn.MultiheadAttentionOptions, call: Call, flops: number]>([
  ["to itself, one kernel in torch", { batchFirst: true }, itself, 0],
  ["to itself, length first", {}, itself, 9120],
  ["to others", { batchFirst: true }, others, 10_080],
  ["to others without weights", { batchFirst: true }, quietly, 7680],
  ["without weights, length first", {}, quietly, 7680],
  ["to itself with a mask of numbers", { batchFirst: true }, masked, 10_080],
])("attention %s", (_, options, call, flops) => {
  expect(flopsOf(new nn.MultiheadAttention(8, 2, options), tf.ones([3, 5, 8]), call)).toBe(flops);
});

test("an encoder layer is one kernel in torch when the batch comes first, and what is in it is not seen", () => {
  const layer = (batchFirst: boolean) => new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst });
  const [fused, inParts] = [true, false].map((batchFirst) => summaryOf(layer(batchFirst), tf.ones([3, 5, 8])));
  expect([fused?.totalFlops, inParts?.totalFlops]).toEqual([0, 15_360]);
  expect([fused, inParts].map((summary) => summary?.outSizes.slice(0, 4))).toEqual([
    [[3, 5, 8], "?", "?", "?"],
    [
      [3, 5, 8],
      [[3, 5, 8], "?"],
      [3, 5, 16],
      [3, 5, 16],
    ],
  ]);
});

test("layers are called by their names, the runtime's own whatever a bundler makes of its classes", () => {
  class _Private extends nn.Module {}
  class Model extends LightningModule {
    table = new nn.Embedding(3, 2);
    own = new _Private();
  }
  expect(new ModelSummary(new Model()).layerTypes).toEqual(["Embedding", "_Private"]);
});

function flopsOf(layer: nn.Module, input: tf.Tensor, call?: Call): number {
  return summaryOf(layer, input, call).totalFlops;
}

function summaryOf(layer: nn.Module, input: tf.Tensor, call?: Call): ModelSummary {
  class Model extends LightningModule {
    layer = layer;
    override exampleInputArray = input;

    override forward(x: tf.Tensor): unknown {
      return call === undefined ? this.layer.forward(x as never) : call(this.layer as nn.MultiheadAttention, x);
    }
  }
  return new ModelSummary(new Model(), { maxDepth: 2 });
}
