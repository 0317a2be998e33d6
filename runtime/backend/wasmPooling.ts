import type * as tfjs from "@tensorflow/tfjs";
import type { ComposedKernel } from "./composedKernels.js";

interface PoolAttrs {
  readonly filterSize: number | [number, number] | [number, number, number];
  readonly strides: number | [number, number] | [number, number, number];
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

interface PoolGradInputs {
  readonly dy: tfjs.Tensor;
  readonly input: tfjs.Tensor;
}

/**
 * Max pooling where the backend's own (4.22) is wrong: it begins each maximum with the smallest positive float, so a window of negative
 * values passes its gradient to the wrong place, and in three dimensions has the wrong maximum too. Plain loops over typed arrays, which
 * are also faster than its gradient.
 */
export function poolingKernels(tf: typeof tfjs): Readonly<Record<string, ComposedKernel>> {
  const gradient: ComposedKernel = ({ inputs, attrs }) => {
    const { dy, input } = inputs as PoolGradInputs;
    const from = maxPositions(input.dataSync() as Float32Array, windowsOf(tf, input.shape, attrs as PoolAttrs));
    const incoming = dy.dataSync();
    const sums = new Float32Array(input.size);
    from.forEach((position, i) => {
      sums[position] = (sums[position] as number) + (incoming[i] as number);
    });
    return tf.tensor(sums, input.shape);
  };
  const forward: ComposedKernel = ({ inputs, attrs }) => {
    const { x } = inputs as { readonly x: tfjs.Tensor };
    const windows = windowsOf(tf, x.shape, attrs as PoolAttrs);
    const values = x.dataSync() as Float32Array;
    return tf.tensor(
      Float32Array.from(maxPositions(values, windows), (position) => values[position] as number),
      windows.outShape,
    );
  };
  return { MaxPoolGrad: gradient, MaxPool3DGrad: gradient, MaxPool3D: forward };
}

/** Where the windows lie, by depth, height and width; an image has depth 1. */
interface Windows {
  readonly batch: number;
  readonly channels: number;
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly stride: readonly [number, number, number];
  readonly before: readonly [number, number, number];
  readonly outShape: number[];
}

function windowsOf(tf: typeof tfjs, shape: readonly number[], attrs: PoolAttrs): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  if (shape.length === 5) {
    const info = tf.backend_util.computePool3DInfo(
      shape as [number, number, number, number, number],
      filterSize as [number, number, number],
      strides as [number, number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return {
      batch: info.batchSize,
      channels: info.inChannels,
      input: [info.inDepth, info.inHeight, info.inWidth],
      output: [info.outDepth, info.outHeight, info.outWidth],
      size: [info.effectiveFilterDepth, info.effectiveFilterHeight, info.effectiveFilterWidth],
      stride: [info.strideDepth, info.strideHeight, info.strideWidth],
      before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
      outShape: info.outShape,
    };
  }
  const info = tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize as [number, number],
    strides as [number, number],
    1,
    pad,
    dimRoundingMode,
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [1, info.inHeight, info.inWidth],
    output: [1, info.outHeight, info.outWidth],
    size: [1, info.effectiveFilterHeight, info.effectiveFilterWidth],
    stride: [1, info.strideHeight, info.strideWidth],
    before: [0, info.padInfo.top, info.padInfo.left],
    outShape: info.outShape,
  };
}

/** For each output, the place in the input of its window's first maximum. */
function maxPositions(values: Float32Array, windows: Windows): Int32Array {
  const { batch, channels, input, output, size, stride, before } = windows;
  const [depth, height, width] = input;
  const positions = new Int32Array(batch * output[0] * output[1] * output[2] * channels);
  let out = 0;
  for (let image = 0; image < batch; image++) {
    for (let z = 0; z < output[0]; z++) {
      const [firstZ, lastZ] = reach(z, stride[0], before[0], size[0], depth);
      for (let y = 0; y < output[1]; y++) {
        const [firstY, lastY] = reach(y, stride[1], before[1], size[1], height);
        for (let x = 0; x < output[2]; x++) {
          const [firstX, lastX] = reach(x, stride[2], before[2], size[2], width);
          for (let channel = 0; channel < channels; channel++) {
            let best = -1;
            let largest = Number.NEGATIVE_INFINITY;
            for (let inZ = firstZ; inZ < lastZ; inZ++) {
              for (let inY = firstY; inY < lastY; inY++) {
                let place = (((image * depth + inZ) * height + inY) * width + firstX) * channels + channel;
                for (let inX = firstX; inX < lastX; inX++, place += channels) {
                  const value = values[place] as number;
                  if (best >= 0 && !(value > largest)) continue;
                  largest = value;
                  best = place;
                }
              }
            }
            positions[out++] = best;
          }
        }
      }
    }
  }
  return positions;
}

/** From where to where a window covers the input, without its padding. */
function reach(index: number, stride: number, before: number, size: number, length: number): [number, number] {
  const first = index * stride - before;
  return [Math.max(first, 0), Math.min(first + size, length)];
}
