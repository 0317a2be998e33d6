import { alternatives, MisconfigurationException } from "../../errors.js";

const ONE_DEVICE = "Everything is computed on one device, which the backend chooses";

/** A real accelerator of Lightning's that is not there. */
export function acceleratorUnavailable(value: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`accelerator: "${value}"\` is not available: the kernels run on the CPU. Leave \`accelerator\` out, or set it to \`cpu\`.`,
  );
}

export function acceleratorUnknown(value: unknown): RangeError {
  return new RangeError(`\`accelerator: ${text(value)}\` is unknown. It can be \`auto\` or \`cpu\`.`);
}

export function devicesInvalid(value: unknown): TypeError {
  return new TypeError(
    `\`devices: ${text(value)}\` cannot be: on the CPU it is a whole number above 0. ${ONE_DEVICE}: leave \`devices\` out, or set it to 1.`,
  );
}

export function noDevices(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`devices: ${text(value)}\` leaves nothing to compute on. ${ONE_DEVICE}: leave \`devices\` out, or set it to 1.`,
  );
}

/** @param what the option as it was written. */
export function severalDevices(what: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`${what}\` asks for several devices, which are not supported yet. ${ONE_DEVICE}: leave \`${what.split(":")[0]}\` out.`,
  );
}

export function numNodesInvalid(value: unknown): RangeError {
  return new RangeError(`\`numNodes\` must be a whole number of at least 1. You passed in ${text(value)}.`);
}

export function strategyUnavailable(value: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`strategy: "${value}"\` is not supported yet. ${ONE_DEVICE}: leave \`strategy\` out, or set it to \`single_device\`.`,
  );
}

export function strategyUnknown(value: unknown): RangeError {
  return new RangeError(
    `You selected an invalid strategy: \`strategy: ${text(value)}\`. It can be \`auto\` or \`single_device\`.`,
  );
}

/** A precision of Lightning's that the backend has no kernels for. */
export function precisionUnavailable(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`precision: ${text(value)}\` is not available: the backend computes in 32-bit floats. Leave \`precision\` out, or set it to \`32-true\`.`,
  );
}

export function precisionUnknown(value: unknown, known: readonly string[]): RangeError {
  return new RangeError(
    `Precision ${text(value)} is invalid. Lightning's values are ${alternatives(known)}; the backend computes in \`32-true\`.`,
  );
}

/** @param why what is missing. */
export function optionUnavailable(name: string, why: string): MisconfigurationException {
  return new MisconfigurationException(`\`${name}\` is not supported: ${why}. Leave it out.`);
}

function text(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}
