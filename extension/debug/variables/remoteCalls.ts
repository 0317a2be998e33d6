import type { Protocol } from "devtools-protocol";
import type { Description } from "../../../runtime/protocol/debugApi.js";
import type { CdpTransport } from "../cdpTransport.js";
import { remote } from "./remoteFunctions.js";

/** A value with the name that it has where it was found. */
export interface NamedValue {
  readonly name: string;
  readonly value: Protocol.Runtime.RemoteObject;
}

/** Asks the paused program about its objects. */
export class RemoteCalls {
  constructor(private readonly cdp: () => CdpTransport) {}

  /** What the runtime has for each of some values; one call for all. */
  async describe(values: readonly Protocol.Runtime.RemoteObject[]): Promise<readonly (Description | null)[]> {
    const objects = values.filter(({ type, objectId }) => type === "object" && objectId !== undefined);
    const [first] = objects;
    if (first?.objectId === undefined) return values.map(() => null);
    const ids = objects.map(({ objectId }) => ({ objectId: objectId as string }));
    const { result } = await this.#send(first.objectId, remote.describe, ids, true);
    const described = Array.isArray(result.value) ? (result.value as (Description | null)[]) : [];
    const byId = new Map(objects.map(({ objectId }, i) => [objectId, described[i] ?? null]));
    return values.map(({ objectId }) => byId.get(objectId) ?? null);
  }

  properties(objectId: string): Promise<Protocol.Runtime.GetPropertiesResponse> {
    return this.cdp().send("Runtime.getProperties", { objectId, ownProperties: true });
  }

  /** The data properties of what a function gives. */
  async page(objectId: string, declaration: string, ...args: readonly unknown[]): Promise<NamedValue[]> {
    const { result } = await this.#send(
      objectId,
      declaration,
      args.map((value) => ({ value })),
      false,
    );
    if (result.objectId === undefined || result.subtype === "error") return [];
    const { result: properties } = await this.properties(result.objectId);
    return properties.flatMap(({ name, value, enumerable }) =>
      value === undefined || !enumerable ? [] : [{ name, value }],
    );
  }

  /** A value that a function gives, which JSON can hold. */
  async value(objectId: string, declaration: string, ...args: readonly unknown[]): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send(
      objectId,
      declaration,
      args.map((value) => ({ value })),
      true,
    );
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** What a getter gives for an object. */
  async get(objectId: string, getterId: string): Promise<Protocol.Runtime.RemoteObject> {
    const call = "function (get) { return get.call(this); }";
    const { result, exceptionDetails } = await this.#send(objectId, call, [{ objectId: getterId }], false);
    return exceptionDetails?.exception ?? result;
  }

  /** @returns the object's id; null: there is none. */
  async evaluate(expression: string, objectGroup: string): Promise<string | null> {
    const { result } = await this.cdp().send("Runtime.evaluate", { expression, objectGroup, silent: true });
    return result.objectId ?? null;
  }

  #send(
    objectId: string,
    functionDeclaration: string,
    args: Protocol.Runtime.CallArgument[],
    returnByValue: boolean,
  ): Promise<Protocol.Runtime.CallFunctionOnResponse> {
    return this.cdp().send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration,
      arguments: args,
      returnByValue,
      silent: true,
    });
  }
}
