import type { Protocol } from "devtools-protocol";
import type { Description } from "../../../runtime/protocol/debugApi.js";
import type { CdpTransport } from "../cdpTransport.js";
import { remote } from "./remoteFunctions.js";

/** A value with the name that it has where it was found. */
export interface NamedValue {
  readonly name: string;
  readonly value: Protocol.Runtime.RemoteObject;
  /** The expression that gives it, with `$` for the one that gives its object; null: there is none; absent: it is a property. */
  readonly expression?: string | null;
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

  /** The properties with a getter that an object has from its classes. */
  async inheritedGetters(objectId: string): Promise<Protocol.Runtime.PropertyDescriptor[]> {
    const asked = { objectId, ownProperties: false, accessorPropertiesOnly: true };
    const { result } = await this.cdp().send("Runtime.getProperties", asked);
    return result.filter(
      ({ name, isOwn, get }) => isOwn !== true && name !== "__proto__" && get?.objectId !== undefined,
    );
  }

  /** The data properties of an object that a function gives. */
  async page(objectId: string, declaration: string, ...args: readonly unknown[]): Promise<NamedValue[]> {
    const properties = await this.#given(objectId, declaration, args);
    return properties.flatMap(({ name, value, enumerable }) =>
      value === undefined || !enumerable ? [] : [{ name, value }],
    );
  }

  /** The items of a list that a function gives: flat, for each its name, its expression and its value. */
  async list(objectId: string, declaration: string, ...args: readonly unknown[]): Promise<NamedValue[]> {
    const given = await this.#given(objectId, declaration, args);
    const values = given.flatMap(({ name, value }) => (value === undefined || !/^\d+$/.test(name) ? [] : [value]));
    return values.flatMap((value, i) => {
      if (i % 3 < 2) return [];
      const [name, expression] = [String(values[i - 2]?.value), values[i - 1]?.value];
      return [expression === true ? { name, value } : { name, value, expression: expression ?? null }];
    });
  }

  /** A value that a function gives, which JSON can hold. */
  async value(objectId: string, declaration: string, ...args: readonly unknown[]): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send(objectId, declaration, asArguments(args), true);
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

  async #given(
    objectId: string,
    declaration: string,
    args: readonly unknown[],
  ): Promise<Protocol.Runtime.PropertyDescriptor[]> {
    const { result } = await this.#send(objectId, declaration, asArguments(args), false);
    if (result.objectId === undefined || result.subtype === "error") return [];
    return (await this.properties(result.objectId)).result;
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

function asArguments(values: readonly unknown[]): Protocol.Runtime.CallArgument[] {
  return values.map((value) => ({ value }));
}
