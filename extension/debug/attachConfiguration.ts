import { adapterErrors } from "./adapterErrors.js";

/** An attach request, checked. */
export interface AttachConfiguration {
  readonly host: string;
  readonly port: number;
  readonly stopOnEntry: boolean;
  readonly justMyCode: boolean;
  readonly skipFiles: readonly string[];
}

/** Node's own port for `--inspect`. */
const PORT = 9229;

export function parseAttachConfiguration(value: unknown): AttachConfiguration {
  const given = (value ?? {}) as Record<string, unknown>;
  const port = given["port"] ?? PORT;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new Error(adapterErrors.badPort(String(port)));
  return {
    host: typeof given["host"] === "string" && given["host"] !== "" ? given["host"] : "127.0.0.1",
    port: number,
    stopOnEntry: given["stopOnEntry"] === true,
    justMyCode: given["justMyCode"] !== false,
    skipFiles: Array.isArray(given["skipFiles"]) ? given["skipFiles"].map(String) : [],
  };
}
