import type * as tfjs from "@tensorflow/tfjs";
import type { DebugApi, TensorStatistics } from "../protocol/debugApi.js";
import { DEBUG_SYMBOL } from "../protocol/launch.js";
import { userCode } from "./userCode.js";

/**
 * Offers the debug object to whoever pauses this process, and makes tensors readable in other JavaScript debuggers. It costs nothing
 * until it is called.
 */
export function installDebugApi(tf: typeof tfjs): void {
  let stopped = false;
  const api: DebugApi = {
    version: 1,
    describe: (value) => describe(tf, value),
    statistics: (value) => (value instanceof tf.Tensor ? statistics(value) : null),
    values: (value, start, count) =>
      value instanceof tf.Tensor && !value.isDisposed ? [...value.dataSync().subarray(start, start + count)] : [],
    userFunctions: () => userCode.functions(),
    beginStop: () => {
      if (!stopped) tf.engine().startScope("debugger");
      stopped = true;
    },
    endStop: () => {
      if (stopped) tf.engine().endScope();
      stopped = false;
    },
  };
  Object.defineProperty(globalThis, Symbol.for(DEBUG_SYMBOL), { value: api, configurable: true });
  Object.defineProperty(tf.Tensor.prototype, Symbol.for("debug.description"), {
    configurable: true,
    value(this: tfjs.Tensor) {
      return describe(tf, this);
    },
  });
}

function describe(tf: typeof tfjs, value: unknown): string | null {
  if (value instanceof tf.Tensor) {
    const kind = value instanceof tf.Variable ? value.constructor.name : "Tensor";
    return `${kind} ${value.dtype}[${value.shape.join(",")}]${value.isDisposed ? " (disposed)" : ""}`;
  }
  return null;
}

/** At most so many values are looked at: a paused process interprets its loops, about 100 ns a value. */
const SAMPLE = 65_536;

function statistics(tensor: tfjs.Tensor): TensorStatistics {
  const { dtype, shape, size, isDisposed } = tensor;
  const all =
    isDisposed || dtype === "string"
      ? new Float32Array()
      : (tensor.dataSync() as Float32Array | Int32Array | Uint8Array);
  const step = Math.max(1, Math.ceil(all.length / SAMPLE));
  let [count, sum, squares, min, max, nan, infinite] = [
    0,
    0,
    0,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
  ];
  for (let i = 0; i < all.length; i += step) {
    const value = all[i] as number;
    if (Number.isNaN(value)) nan++;
    else if (!Number.isFinite(value)) infinite++;
    else {
      count++;
      sum += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const mean = count === 0 ? null : sum / count;
  const std = mean === null ? null : Math.sqrt(Math.max(0, squares / count - mean * mean));
  return {
    dtype,
    shape,
    size,
    isDisposed,
    mean,
    std,
    min: count === 0 ? null : min,
    max: count === 0 ? null : max,
    nan,
    infinite,
  };
}
