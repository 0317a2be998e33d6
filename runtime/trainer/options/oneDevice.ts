import {
  acceleratorUnavailable,
  acceleratorUnknown,
  devicesInvalid,
  noDevices,
  numNodesInvalid,
  optionUnavailable,
  precisionUnavailable,
  precisionUnknown,
  severalDevices,
  strategyUnavailable,
  strategyUnknown,
} from "./deviceErrors.js";
import type { TrainerOptions } from "./trainerOptions.js";

const OTHER_ACCELERATORS = ["gpu", "cuda", "mps", "tpu", "xla", "hpu"];
const OTHER_STRATEGIES = /^(ddp|fsdp|deepspeed|xla|single_xla|single_tpu|single_hpu|hpu|dp|model_parallel)(_|$)/;
const PRECISIONS = [
  ...["transformer-engine", "transformer-engine-float16", "16-true", "16-mixed", "bf16-true", "bf16-mixed"],
  ...["32-true", "64-true", "64", "32", "16", "bf16"],
];

/** Refuses what asks for other devices than the one there is, or for numbers that it does not compute with. */
export function checkOneDevice(options: TrainerOptions): void {
  checkStrategy(options.strategy ?? "auto");
  checkAccelerator(options.accelerator ?? "auto");
  checkPrecision(options.precision ?? 32);
  checkNodes(options.numNodes ?? 1);
  checkDevices(options.devices ?? "auto");
  if (options.syncBatchnorm) throw optionUnavailable("syncBatchnorm", "it is for several devices, and there is one");
  if (isGiven(options.plugins)) throw optionUnavailable("plugins", "there are no kinds of plugin yet");
  if (options.modelRegistry) throw optionUnavailable("modelRegistry", "it is a service of Lightning AI's cloud");
}

function checkStrategy(value: unknown): void {
  const name = typeof value === "string" ? value.toLowerCase() : value;
  if (name === "auto" || name === "single_device") return;
  throw typeof name === "string" && OTHER_STRATEGIES.test(name) ? strategyUnavailable(name) : strategyUnknown(value);
}

function checkAccelerator(value: unknown): void {
  if (value === "auto" || value === "cpu") return;
  throw typeof value === "string" && OTHER_ACCELERATORS.includes(value)
    ? acceleratorUnavailable(value)
    : acceleratorUnknown(value);
}

function checkPrecision(value: unknown): void {
  const name = String(value);
  if (name === "32" || name === "32-true") return;
  throw PRECISIONS.includes(name) ? precisionUnavailable(value) : precisionUnknown(value, PRECISIONS);
}

function checkNodes(value: unknown): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw numNodesInvalid(value);
  if (value > 1) throw severalDevices(`numNodes: ${value}`);
}

function checkDevices(value: unknown): void {
  if (value === "auto") return;
  if (Array.isArray(value)) {
    if (value.length === 0) throw noDevices(value);
    if (value.length > 1) throw severalDevices(`devices: ${JSON.stringify(value)}`);
    return;
  }
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (count === 0) throw noDevices(value);
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0) throw devicesInvalid(value);
  if (count > 1) throw severalDevices(`devices: ${JSON.stringify(value)}`);
}

function isGiven(plugins: unknown): boolean {
  return plugins !== undefined && plugins !== null && !(Array.isArray(plugins) && plugins.length === 0);
}
