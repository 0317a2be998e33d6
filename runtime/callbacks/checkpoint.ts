import { Callback } from "./callback.js";

/** Base of the callbacks that write checkpoints: they run last, and at the end of a training epoch after the module. */
export abstract class Checkpoint extends Callback {
  override readonly monitorsMetric = true;
}
