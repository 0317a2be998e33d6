import type { DebugProtocol } from "@vscode/debugprotocol";
import type { TensorBlock, TensorInfo } from "../../../runtime/protocol/debugApi.js";
import type { CdpTransport } from "../cdpTransport.js";
import { RemoteCalls } from "../variables/remoteCalls.js";
import { API, remote } from "../variables/remoteFunctions.js";
import type { Variables } from "../variables.js";

/** Requests beyond the protocol, which a view of tensors makes. */
export const TENSOR_REQUEST = "lightning.tensor";
export const BLOCK_REQUEST = "lightning.tensorBlock";
export const JSON_REQUEST = "lightning.tensorJson";

/** A tensor that is shown somewhere: by the reference that its variable has. */
export interface TensorArguments {
  readonly variablesReference: number;
}

export interface BlockArguments extends TensorArguments {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** Values that one block may have: 16 MB. */
export const MAX_BLOCK = 2 ** 22;
/** Bytes that one page of memory may have. */
const MAX_BYTES = 2 ** 24;
/** Values that are written as JSON. */
const MAX_JSON = 2 ** 17;

type Handler = (args: never) => Promise<object | undefined>;

/** The answers to what asks for the bytes and the values of tensors and typed arrays, by request. */
export function tensorRequests(variables: Variables, cdp: () => CdpTransport): Readonly<Record<string, Handler>> {
  const calls = new RemoteCalls(cdp);
  return {
    readMemory: async ({ memoryReference, offset = 0, count }: DebugProtocol.ReadMemoryArguments) => {
      const wanted = Math.min(count, MAX_BYTES);
      const begin = Math.max(0, offset);
      const objectId = variables.objectIdOf(memoryReference);
      const data = String(await calls.value(objectId, remote.bytes, begin, Math.max(0, wanted - (begin - offset))));
      const unreadableBytes = count - (begin - offset) - bytesOf(data);
      return { address: String(begin), data, ...(unreadableBytes > 0 ? { unreadableBytes } : {}) };
    },
    [TENSOR_REQUEST]: async ({ variablesReference }: TensorArguments) => {
      const info = await calls.value(
        variables.objectIdOf(variablesReference),
        `function () { return ${API}?.tensor(this); }`,
      );
      return (info as TensorInfo | null) ?? refused("This is no tensor, or one that was disposed.");
    },
    [BLOCK_REQUEST]: async ({ variablesReference, begin, size }: BlockArguments) => {
      const values = size.reduce((product, length) => product * length, 1);
      if (values > MAX_BLOCK)
        refused(`A block has at most ${MAX_BLOCK} values, and this one has ${values}. Ask for a part.`);
      const call = `function (begin, size) { return ${API}?.block(this, begin, size); }`;
      const block = await calls.value(variables.objectIdOf(variablesReference), call, begin, size);
      return (block as TensorBlock | null) ?? refused("This is no tensor, or one that was disposed.");
    },
    [JSON_REQUEST]: async ({ variablesReference }: TensorArguments) => {
      const call = `function (limit) { return ${API}?.json(this, limit); }`;
      const text = await calls.value(variables.objectIdOf(variablesReference), call, MAX_JSON);
      if (typeof text !== "string")
        refused(`Tensors of up to ${MAX_JSON} values are written as JSON. Copy a slice, or save it as .npy.`);
      return { text };
    },
  };
}

function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function refused(why: string): never {
  throw new Error(why);
}
