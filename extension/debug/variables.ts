import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { TensorStatistics } from "../../runtime/protocol/debugApi.js";
import { DEBUG_SYMBOL } from "../../runtime/protocol/launch.js";
import type { CdpTransport } from "./cdpTransport.js";

/** What a `variablesReference` stands for, until the program goes on. */
type Container =
  | { readonly kind: "object"; readonly objectId: string }
  | {
      readonly kind: "locals";
      readonly objectIds: readonly string[];
      readonly returned: Protocol.Runtime.RemoteObject | undefined;
    }
  | { readonly kind: "tensor"; readonly objectId: string; readonly statistics?: TensorStatistics }
  | { readonly kind: "values"; readonly objectId: string; readonly size: number };

const PAGE = 100;
const API = `globalThis[Symbol.for(${JSON.stringify(DEBUG_SYMBOL)})]`;

/** Values of the paused program as the Variables view shows them. Tensors are described by the runtime, never by their `toString`. */
export class Variables {
  #next = 1;
  readonly #containers = new Map<number, Container>();

  constructor(private readonly cdp: () => CdpTransport) {}

  /** The program goes on: nothing of what was shown exists any longer. */
  clear(): void {
    this.#containers.clear();
  }

  /** A reference under which the properties of an object can be asked for. */
  ofObject(objectId: string): number {
    return this.#add({ kind: "object", objectId });
  }

  /**
   * The variables of a function and of the blocks around the place in it, as one list: an inner name hides an outer one.
   *
   * @param returned what the function is about to return. V8 knows the blocks no longer then.
   */
  ofLocals(objectIds: readonly string[], returned?: Protocol.Runtime.RemoteObject): number {
    return this.#add({ kind: "locals", objectIds, returned });
  }

  async children(reference: number, start = 0, count = PAGE): Promise<DebugProtocol.Variable[]> {
    const container = this.#containers.get(reference);
    if (container === undefined) return [];
    switch (container.kind) {
      case "object":
        return this.#properties(container.objectId);
      case "locals":
        return [...(await this.#locals(container.objectIds)), ...(await this.#returned(container.returned))];
      case "tensor":
        return this.#tensorRows(container.objectId);
      case "values":
        return this.#values(container, start, count);
      default:
        return container satisfies never;
    }
  }

  /** One value for a watch, a hover, or the console. */
  async show(
    value: Protocol.Runtime.RemoteObject,
  ): Promise<{ result: string; type: string; variablesReference: number }> {
    const [shown] = await this.#variables([{ name: "", value }]);
    return {
      result: shown?.value ?? "undefined",
      type: shown?.type ?? value.type,
      variablesReference: shown?.variablesReference ?? 0,
    };
  }

  async #properties(objectId: string): Promise<DebugProtocol.Variable[]> {
    const { result } = await this.cdp().send("Runtime.getProperties", { objectId, ownProperties: true });
    const named = result.flatMap(({ name, value, get, isOwn }) =>
      value === undefined ? [] : isOwn === false || get !== undefined ? [] : [{ name, value }],
    );
    return this.#variables(named);
  }

  async #locals(innermostFirst: readonly string[]): Promise<DebugProtocol.Variable[]> {
    const lists = await Promise.all(innermostFirst.map((objectId) => this.#properties(objectId)));
    const byName = new Map(
      lists.flatMap((list) => [...list].reverse().map((variable) => [variable.name, variable] as const)).reverse(),
    );
    return [...byName.values()];
  }

  #returned(value: Protocol.Runtime.RemoteObject | undefined): Promise<DebugProtocol.Variable[]> {
    return this.#variables(value === undefined ? [] : [{ name: "(return value)", value }]);
  }

  /** All tensors among some values are described by one call. */
  async #variables(
    named: readonly { readonly name: string; readonly value: Protocol.Runtime.RemoteObject }[],
  ): Promise<DebugProtocol.Variable[]> {
    const objects = named.filter(({ value }) => value.type === "object" && value.objectId !== undefined);
    const described = await this.#describe(objects.map(({ value }) => value.objectId as string));
    const labels = new Map(objects.map(({ value }, i) => [value.objectId, described[i] ?? null]));
    return named.map(({ name, value }) => this.#variable(name, value, labels.get(value.objectId) ?? null));
  }

  #variable(name: string, value: Protocol.Runtime.RemoteObject, tensor: string | null): DebugProtocol.Variable {
    const { objectId } = value;
    if (objectId === undefined) return { name, value: primitiveText(value), type: value.type, variablesReference: 0 };
    if (tensor !== null)
      return { name, value: tensor, type: "Tensor", variablesReference: this.#add({ kind: "tensor", objectId }) };
    if (value.type === "function")
      return {
        name,
        value: `ƒ ${firstLine(value.description)}`,
        type: "function",
        variablesReference: this.#add({ kind: "object", objectId }),
      };
    return {
      name,
      value: value.description ?? value.type,
      type: value.className ?? value.type,
      variablesReference: this.#add({ kind: "object", objectId }),
    };
  }

  async #describe(objectIds: readonly string[]): Promise<readonly (string | null)[]> {
    const [first] = objectIds;
    if (first === undefined) return [];
    const { result } = await this.cdp().send("Runtime.callFunctionOn", {
      objectId: first,
      functionDeclaration: `function (...values) { return values.map((value) => ${API}?.describe(value) ?? null); }`,
      arguments: objectIds.map((objectId) => ({ objectId })),
      returnByValue: true,
    });
    return Array.isArray(result.value) ? (result.value as (string | null)[]) : [];
  }

  async #tensorRows(objectId: string): Promise<DebugProtocol.Variable[]> {
    const statistics = (await this.#call(objectId, `${API}.statistics(this)`)) as TensorStatistics;
    const row = (name: string, value: number | string | null): DebugProtocol.Variable => ({
      name,
      value: typeof value === "number" ? numberText(value) : String(value ?? "–"),
      variablesReference: 0,
    });
    const values: DebugProtocol.Variable = {
      name: "values",
      value: `${statistics.size} in row-major order`,
      variablesReference: this.#add({ kind: "values", objectId, size: statistics.size }),
      indexedVariables: statistics.size,
    };
    const gradient = await this.#properties(objectId);
    return [
      row("shape", `[${statistics.shape.join(", ")}]`),
      row("dtype", statistics.dtype),
      row("mean", statistics.mean),
      row("std", statistics.std),
      row("min", statistics.min),
      row("max", statistics.max),
      ...(statistics.nan + statistics.infinite > 0
        ? [row("NaN", statistics.nan), row("Inf", statistics.infinite)]
        : []),
      ...gradient.filter(({ name }) => name === "grad"),
      values,
    ];
  }

  async #values(
    { objectId, size }: { objectId: string; size: number },
    start: number,
    count: number,
  ): Promise<DebugProtocol.Variable[]> {
    const wanted = Math.min(count === 0 ? PAGE : count, size - start);
    const page = (await this.#call(objectId, `${API}.values(this, ${start}, ${wanted}).map(String)`)) as string[];
    return page.map((value, i) => ({
      name: String(start + i),
      value: numberText(Number(value)),
      variablesReference: 0,
    }));
  }

  async #call(objectId: string, expression: string): Promise<unknown> {
    const { result } = await this.cdp().send("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { return ${expression}; }`,
      returnByValue: true,
    });
    return result.value;
  }

  #add(container: Container): number {
    const reference = this.#next++;
    this.#containers.set(reference, container);
    return reference;
  }
}

function primitiveText(value: Protocol.Runtime.RemoteObject): string {
  if (value.type === "string") return JSON.stringify(value.value);
  return (
    value.unserializableValue ??
    (value.subtype === "null" ? "null" : value.type === "undefined" ? "undefined" : String(value.value))
  );
}

/** Seven significant digits: what float32 holds. */
function numberText(value: number): string {
  return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(7)));
}

function firstLine(text = ""): string {
  return text.split("\n")[0] ?? "";
}
