import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "./adapterErrors.js";
import type { CdpTransport } from "./cdpTransport.js";
import type { Container, LocalScope, ObjectContainer } from "./variables/container.js";
import { entryRows } from "./variables/entryRows.js";
import { asParent } from "./variables/evaluateName.js";
import { objectProperties } from "./variables/objectProperties.js";
import { type NamedValue, RemoteCalls } from "./variables/remoteCalls.js";
import { API, remote } from "./variables/remoteFunctions.js";
import type { NumberFormat } from "./variables/valueText.js";
import { VariableRows } from "./variables/variableRows.js";
import { visibleLocals } from "./variables/visibleLocals.js";

/** Objects that the adapter holds until the program goes on. */
export const STOP_GROUP = "lightning-stop";

/** Items of a list that are given to a client which asks for all of them: no view shows more, and each costs some time. */
const MOST = 10_000;
/** Longer arrays are not searched for other properties than their items. */
const SEARCHED_ARRAY = 10_000;

/**
 * Values of the paused program as the Variables view shows them. Tensors, layers and collections are described by the runtime, all those of
 * a list by one call and never by their `toString`; what is long comes in pages.
 */
export class Variables {
  #next: number;
  readonly #containers = new Map<number, Container>();
  readonly #calls: RemoteCalls;
  readonly #rows: VariableRows;
  #trainer: Promise<number | null> | null = null;

  /** @param firstReference from which references are counted: each thread of the program has its own. */
  constructor(
    private readonly cdp: () => CdpTransport,
    firstReference = 1,
  ) {
    this.#next = firstReference;
    this.#calls = new RemoteCalls(cdp);
    this.#rows = new VariableRows(this.#calls, (container) => this.#add(container));
  }

  /** The program goes on: nothing of what was shown exists any longer. */
  clear(): void {
    if (this.#containers.size === 0 && this.#trainer === null) return;
    this.#containers.clear();
    this.#trainer = null;
    // The connection may be gone with the program.
    void this.cdp()
      .send("Runtime.releaseObjectGroup", { objectGroup: STOP_GROUP })
      .catch(() => undefined);
  }

  /** A reference under which the properties of an object can be asked for. @param evaluateName the expression that gives it in the frame. */
  ofObject(objectId: string, evaluateName: string | null = null): number {
    return this.#add({ kind: "object", objectId, evaluateName, rows: "unknown", isRow: false, slices: 0 });
  }

  /** A reference under which the variables of a scope can be asked for. */
  ofScope(objectId: string): number {
    return this.#add({ kind: "object", objectId, evaluateName: "", rows: false, isRow: false, slices: 0 });
  }

  /**
   * The variables of a function and of the blocks around the place in it, as one list: an inner name hides an outer one.
   *
   * @param scopes innermost first.
   * @param returned what the function is about to return. V8 knows the blocks no longer then.
   */
  ofLocals(callFrameId: string, scopes: readonly LocalScope[], returned?: Protocol.Runtime.RemoteObject): number {
    return this.#add({ kind: "locals", callFrameId, scopes, returned });
  }

  /** Where the Trainer is, as a list of variables; null: none runs. Asked for once a stop. */
  ofTrainer(): Promise<number | null> {
    const evaluateName = `${API}.trainer()`;
    this.#trainer ??= this.#calls
      .evaluate(`${API}?.trainer?.() ?? null`, STOP_GROUP)
      .then((objectId) =>
        objectId === null
          ? null
          : this.#add({ kind: "object", objectId, evaluateName, rows: false, isRow: true, slices: 0 }),
      );
    return this.#trainer;
  }

  /** What a reference stands for: where a variable of that list can be set. Undefined: the program has gone on. */
  container(reference: number): Container | undefined {
    return this.#containers.get(reference);
  }

  /** The id of the object that a reference, or a memory reference, stands for. @throws when the program has gone on. */
  objectIdOf(reference: number | string): string {
    const container = this.#containers.get(Number(reference));
    if (container !== undefined && "objectId" in container) return container.objectId;
    throw new Error(adapterErrors.goneValue());
  }

  async children({
    variablesReference,
    filter,
    start = 0,
    count = 0,
    format = {},
  }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const container = this.#containers.get(variablesReference);
    if (container === undefined) return [];
    const [first, end] = [Math.max(0, start), count > 0 ? start + count : Number.POSITIVE_INFINITY];
    const page = [first, Math.max(0, Math.min(end - first, MOST))] as const;
    const [named, indexed] = [filter !== "indexed", filter !== "named"];
    const rest = (length: number) => (indexed && count === 0 ? restRow(length - first - MOST) : []);
    const { evaluateName = null } = "evaluateName" in container ? container : {};
    switch (container.kind) {
      case "locals":
        return named ? this.#rows.of(await visibleLocals(this.#calls, container), "", format) : [];
      case "object": {
        const [rows, raw] = named ? await this.#properties(container, format) : [[], []];
        const slices = indexed && container.slices > 0 ? await this.#list(container, remote.slices, ...page) : [];
        return [...rows, ...(await this.#rows.of(slices, evaluateName, format)), ...rest(container.slices), ...raw];
      }
      case "list": {
        const { objectId, isFloat32, isTyped, length } = container;
        const items = indexed ? await this.#list(container, remote.items, ...page) : [];
        const parts = isTyped ? remote.typedArrayParts : remote.besideItems;
        const others = named ? await this.#calls.page(objectId, parts, SEARCHED_ARRAY) : [];
        const rows = await this.#rows.of([...others, ...items], evaluateName, { ...format, isFloat32 });
        return [...rows, ...rest(length)];
      }
      case "entries": {
        const entries = indexed ? await this.#list(container, remote.entries, ...page) : [];
        const rows = await entryRows(this.#rows, entries, container, (pair) => this.#add(pair), format);
        return [...rows, ...rest(container.size)];
      }
      case "pair": {
        const parts = await this.#calls.page(container.objectId, "function () { return this; }");
        const expression = (name: string) => `[...$.${name === "key" ? "keys" : "values"}()][${container.index}]`;
        const named = parts.map(({ name, value }) => ({ name, value, expression: expression(name) }));
        return this.#rows.of(named, evaluateName, format);
      }
      case "getter": {
        const value = await this.#calls.get(container.objectId, container.getterId);
        return this.#rows.of([{ name: container.name, value, expression: "$" }], evaluateName, format);
      }
      default:
        return container satisfies never;
    }
  }

  /** One value for a watch, a hover, or the console. @param expression that gave it, when it can be asked for again. */
  show(
    value: Protocol.Runtime.RemoteObject,
    expression: string | null = null,
    format: NumberFormat = {},
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    return this.#rows.one(value, expression === null ? null : asParent(expression), format);
  }

  #list(
    { objectId }: { readonly objectId: string },
    what: string,
    start: number,
    count: number,
  ): Promise<NamedValue[]> {
    return count === 0 ? Promise.resolve([]) : this.#calls.list(objectId, what, start, count);
  }

  /** What its class gives an object for debuggers, then one more row with its own properties below it; else its own properties. */
  async #properties(
    container: ObjectContainer,
    format: NumberFormat,
  ): Promise<[rows: DebugProtocol.Variable[], raw: DebugProtocol.Variable[]]> {
    const { objectId, evaluateName, rows, isRow } = container;
    const given = rows === false ? [] : await this.#calls.list(objectId, remote.rows);
    if (isRow) {
      const own = rows === false ? await this.#calls.page(objectId, "function () { return this; }") : given;
      return [await this.#rows.of(own, evaluateName, format), []];
    }
    if (given.length === 0) return [await objectProperties(this.#calls, this.#rows, container, format), []];
    const variables = await this.#rows.of(given, evaluateName, format);
    const raw = this.#add({ kind: "object", objectId, evaluateName, rows: false, isRow: false, slices: 0 });
    const hint = { visibility: "internal" };
    return [variables, [{ name: "…", value: "its own fields", variablesReference: raw, presentationHint: hint }]];
  }

  #add(container: Container): number {
    const reference = this.#next++;
    this.#containers.set(reference, container);
    return reference;
  }
}

/** Says that a client which asked for all did not get all. */
function restRow(left: number): DebugProtocol.Variable[] {
  return left > 0 ? [{ name: "…", value: `${left} more, in pages (\`start\`, \`count\`)`, variablesReference: 0 }] : [];
}
