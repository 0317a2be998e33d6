import { inspect } from "node:util";
import type * as tfjs from "@tensorflow/tfjs";
import { BATCH_STOPS_SYMBOL, type BatchStops } from "../protocol/batchStops.js";
import type { DebugApi } from "../protocol/debugApi.js";
import { DEBUG_SYMBOL } from "../protocol/launch.js";
import { assignBytes, assignSlice, assignValues } from "./assigned.js";
import { BatchControl } from "./batchControl.js";
import { batchPosition } from "./batchPosition.js";
import { makeReadable } from "./debuggerSymbols.js";
import { DebugScope } from "./debugScope.js";
import { describeAll, propertiesOf, shortTensorText } from "./describe.js";
import { liveTrainers } from "./liveTrainers.js";
import { blockOf, bytesIn, jsonOf, slicesOf, tensorInfo } from "./tensorData.js";
import { quietProperties } from "./tensorProperties.js";
import { TensorView } from "./tensorView.js";
import { trainerScope } from "./trainerScope.js";
import { userCode } from "./userCode.js";

/**
 * Offers the debug object to whoever pauses this process, and makes tensors readable in other JavaScript debuggers. It costs nothing
 * until it is called.
 */
export function installDebugApi(tf: typeof tfjs): void {
  const scope = new DebugScope(tf);
  const batches = new BatchControl(tf);
  /** Null: no tensor, or one that was disposed. */
  const viewOf = (value: unknown): TensorView | null => {
    if (value instanceof TensorView) return value;
    return value instanceof tf.Tensor && !value.isDisposed ? TensorView.of(value) : null;
  };
  const withView = <T>(value: unknown, otherwise: T, work: (view: TensorView) => T): T => {
    const view = viewOf(value);
    return view === null ? otherwise : work(view);
  };
  const api: DebugApi = {
    version: 2,
    describe: (value) => describeAll(tf, [value])[0]?.text ?? null,
    descriptions: (values) => describeAll(tf, values),
    properties: (value) => propertiesOf(tf, value),
    slices: (value, start, count) => withView<unknown[]>(value, [], (view) => slicesOf(view, start, count)),
    bytes: (value, offset, count) => withView(value, new Uint8Array(), ({ values }) => bytesIn(values, offset, count)),
    tensor: (value) => withView(value, null, (view) => tensorInfo(view, describeAll(tf, [value])[0]?.text ?? "")),
    block: (value, begin, size) => withView(value, null, (view) => blockOf(view, begin, size)),
    json: (value, limit) => withView(value, null, (view) => (view.size > limit ? null : jsonOf(view))),
    trainer: () => trainerScope(tf),
    stopAtBatches: (stops) => batches.set(stops),
    position: () => {
      const live = liveTrainers.innermost;
      return live === null ? null : batchPosition(live.trainer);
    },
    userFunctions: () => userCode.functions(),
    beginStop: () => scope.open(),
    endStop: () => scope.close(),
    assigned: (now, value) => {
      if (assignValues(tf, now, value)) return now;
      scope.adopt(value);
      return value;
    },
    setElement: (tensor, index, value) => assignSlice(tf, tensor, index, value),
    writeBytes: (tensor, offset, data, all) => assignBytes(tf, tensor, offset, data, all),
    adopt: (value) => {
      scope.adopt(value);
      return value;
    },
    keep: (value) => {
      scope.keep(value);
      return value;
    },
  };
  // A debugger that was there before this.
  const stops = (globalThis as unknown as Record<symbol, BatchStops | undefined>)[Symbol.for(BATCH_STOPS_SYMBOL)];
  if (stops !== undefined) batches.set(stops);
  Object.defineProperty(globalThis, Symbol.for(DEBUG_SYMBOL), { value: api, configurable: true });
  makeReadable(tf.Tensor.prototype, (tensor) => shortTensorText(tf, tensor), quietProperties);
  // What `console.log` prints.
  Object.defineProperty(tf.Tensor.prototype, inspect.custom, {
    configurable: true,
    value(this: tfjs.Tensor) {
      return api.describe(this) ?? shortTensorText(tf, this);
    },
  });
}
