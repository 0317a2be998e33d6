import type { NativeBackend, TensorInfo } from "./nativeBackend.js";

/** More are shapes that change from step to step: starting anew costs little. */
const CAPACITY = 1000;

/**
 * Shapes and axes as TensorFlow wants them, as tensors: each is copied to it once instead of at every operation. They live outside of
 * tfjs's engine, so that its count of tensors is the user's.
 */
export class Constants {
  readonly #tensors = new Map<string, TensorInfo>();

  constructor(private readonly backend: NativeBackend) {}

  int32(values: readonly number[]): TensorInfo {
    const key = values.join();
    const known = this.#tensors.get(key);
    if (known !== undefined) return known;
    if (this.#tensors.size >= CAPACITY) this.#forget();
    const shape = [values.length];
    const made: TensorInfo = {
      dataId: this.backend.write(Int32Array.from(values), shape, "int32"),
      ...{ shape, dtype: "int32" },
    };
    this.#tensors.set(key, made);
    return made;
  }

  #forget(): void {
    for (const { dataId } of this.#tensors.values()) this.backend.disposeData(dataId);
    this.#tensors.clear();
  }
}
