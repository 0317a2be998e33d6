import { adapterErrors } from "./adapterErrors.js";
import { Attributes } from "./attributes.js";

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

/** @throws what is wrong with it. */
export function parseAttachConfiguration(value: unknown): AttachConfiguration {
  const given = new Attributes(value);
  const pid = given.any("processId");
  if (pid !== undefined) throw new Error(adapterErrors.attachByPort(String(pid)));
  const port = given.any("port") ?? PORT;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new Error(adapterErrors.badPort(String(port)));
  return {
    // Other debuggers for Node call it `address`.
    host: given.text("host", "127.0.0.1") ?? given.text("address", "127.0.0.1") ?? "127.0.0.1",
    port: number,
    stopOnEntry: given.flag("stopOnEntry", false),
    justMyCode: given.flag("justMyCode", true),
    skipFiles: given.texts("skipFiles", ["**/vendor/**"]),
  };
}
