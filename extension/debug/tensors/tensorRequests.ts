import type { DebugProtocol } from "@vscode/debugprotocol";
import type { TensorBlock, TensorInfo } from "../../../runtime/protocol/debugApi.js";
import { adapterErrors } from "../adapterErrors.js";
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
      const begin = Math.max(0, offset);
      // There is nothing before the first byte.
      const wanted = Math.min(Math.max(0, offset + count - begin), MAX_BYTES);
      const data = String(await calls.value(variables.objectIdOf(memoryReference), remote.bytes, begin, wanted));
      const missing = wanted - bytesOf(data);
      const unreadableBytes = wanted === 0 ? count : missing;
      return { address: String(begin), data, ...(unreadableBytes > 0 ? { unreadableBytes } : {}) };
    },
    writeMemory: async ({
      memoryReference,
      offset = 0,
      data,
      allowPartial = false,
    }: DebugProtocol.WriteMemoryArguments) => {
      if (offset < 0) refused(adapterErrors.fixedMemory(`it begins at 0, and ${offset} is before it`));
      const objectId = variables.objectIdOf(memoryReference);
      const room = await calls.value(objectId, remote.writeBytes, offset, data, !allowPartial);
      if (typeof room !== "number")
        return refused(
          adapterErrors.fixedMemory(
            "a tensor never changes, unless it is a `tf.Variable` or `nn.Parameter` of numbers",
          ),
        );
      const wanted = bytesOf(data);
      if (room < wanted && !allowPartial)
        refused(adapterErrors.fixedMemory(`there are ${room} bytes at ${offset}, and ${wanted} were given`));
      return { bytesWritten: room };
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
