import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { Description } from "../../runtime/protocol/debugApi.js";
import type { CdpTransport } from "./cdpTransport.js";
import type { Container, LocalScope, LocalsContainer, ObjectContainer } from "./variables/container.js";
import { propertyName } from "./variables/evaluateName.js";
import { type NamedValue, RemoteCalls } from "./variables/remoteCalls.js";
import { API, remote } from "./variables/remoteFunctions.js";
import { containerOf, memoryOf, shownType } from "./variables/shownValue.js";
import { valueText } from "./variables/valueText.js";

/** Objects that the adapter holds until the program goes on. */
export const STOP_GROUP = "lightning-stop";

/** Items that a client gets which asks for no page. */
const PAGE = 100;
/** Longer arrays are not searched for other properties than their items. */
const SEARCHED_ARRAY = 10_000;
/** For what the program has no place for. */
const READ_ONLY = { presentationHint: { attributes: ["readOnly"] } };
/** The context menu entries for tensors ask for this. */
const TENSOR_MENU = "tensor";

/** A value as the Variables view, a watch and the console show it. */
type Shown = Pick<
  DebugProtocol.EvaluateResponse["body"],
  "variablesReference" | "namedVariables" | "indexedVariables" | "memoryReference"
> & { readonly text: string; readonly type: string; readonly isTensor: boolean; readonly isRow: boolean };

/**
 * Values of the paused program as the Variables view shows them. Tensors, layers and collections are described by the runtime, all those of
 * a list by one call and never by their `toString`; what is long comes in pages.
 */
export class Variables {
  #next: number;
  readonly #containers = new Map<number, Container>();
  readonly #calls: RemoteCalls;
  #trainer: Promise<number | null> | null = null;

  /** @param firstReference from which references are counted: each thread of the program has its own. */
  constructor(
    private readonly cdp: () => CdpTransport,
    firstReference = 1,
  ) {
    this.#next = firstReference;
    this.#calls = new RemoteCalls(cdp);
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
    this.#trainer ??= this.#calls
      .evaluate(`${API}?.trainer?.() ?? null`, STOP_GROUP)
      .then((objectId) =>
        objectId === null
          ? null
          : this.#add({ kind: "object", objectId, evaluateName: null, rows: false, isRow: true, slices: 0 }),
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
    throw new Error("The program has gone on since this value was shown. Look at it again.");
  }

  async children({
    variablesReference,
    filter,
    start = 0,
    count = 0,
  }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const container = this.#containers.get(variablesReference);
    if (container === undefined) return [];
    const page = [start, count > 0 ? count : PAGE] as const;
    const [named, indexed] = [filter !== "indexed", filter !== "named"];
    switch (container.kind) {
      case "locals":
        return named ? this.#locals(container) : [];
      case "object": {
        const [rows, raw] = named ? await this.#properties(container) : [[], []];
        const slices = indexed && container.slices > 0 ? await this.#slices(container, ...page) : [];
        return [...rows, ...slices, ...raw];
      }
      case "list": {
        const { objectId, evaluateName, isFloat32, isTyped } = container;
        const items = indexed ? await this.#calls.page(objectId, remote.items, ...page) : [];
        const parts = isTyped ? remote.typedArrayParts : remote.besideItems;
        const others = named ? await this.#calls.page(objectId, parts, SEARCHED_ARRAY) : [];
        return this.#variables([...others, ...items], evaluateName, isFloat32);
      }
      case "entries": {
        const entries = indexed ? await this.#calls.page(container.objectId, remote.entries, ...page) : [];
        return this.#variables(entries, null);
      }
      case "getter": {
        const value = await this.#calls.get(container.objectId, container.getterId);
        return this.#variables([{ name: container.name, value }], null);
      }
      default:
        return container satisfies never;
    }
  }

  /** One value for a watch, a hover, or the console. @param evaluateName the expression that gave it, when it can be asked for again. */
  async show(
    value: Protocol.Runtime.RemoteObject,
    evaluateName: string | null = null,
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const [description = null] = await this.#calls.describe([value]);
    const {
      text,
      type,
      isTensor: _tensor,
      isRow: _row,
      ...references
    } = this.#show(value, description, evaluateName, false);
    return { result: value.subtype === "error" ? (value.description ?? text) : text, type, ...references };
  }

  async #locals({ scopes, returned }: LocalsContainer): Promise<DebugProtocol.Variable[]> {
    const lists = await Promise.all(scopes.map(({ objectId }) => this.#calls.properties(objectId)));
    const byName = new Map<string, NamedValue>();
    for (const { result } of lists.reverse()) {
      for (const { name, value } of result) {
        if (value === undefined) continue;
        // The place of the innermost one, so that the list reads as the source does.
        byName.delete(name);
        byName.set(name, { name, value });
      }
    }
    const result = returned === undefined ? [] : [{ name: "(return value)", value: returned }];
    return this.#variables([...byName.values(), ...result], "");
  }

  async #slices(container: ObjectContainer, start: number, count: number): Promise<DebugProtocol.Variable[]> {
    const slices = await this.#calls.page(container.objectId, remote.slices, start, count);
    return this.#variables(
      slices.map(({ name, value }) => ({ name: `[${Number(name) + start}]`, value })),
      null,
    );
  }

  /** What its class gives an object for debuggers, then one more row with its own properties below it; else its own properties. */
  async #properties(
    container: ObjectContainer,
  ): Promise<[rows: DebugProtocol.Variable[], raw: DebugProtocol.Variable[]]> {
    const { objectId, evaluateName, rows, isRow } = container;
    const given = rows === false ? [] : await this.#calls.page(objectId, remote.rows);
    if (given.length === 0 && isRow && rows !== false) return [[], []];
    if (given.length === 0) return [await this.#ownProperties(objectId, evaluateName, isRow), []];
    const variables = await this.#variables(given, isRow ? null : evaluateName);
    if (isRow) return [variables, []];
    const raw = this.#add({ kind: "object", objectId, evaluateName, rows: false, isRow: false, slices: 0 });
    const hint = { visibility: "internal" };
    return [variables, [{ name: "…", value: "its own fields", variablesReference: raw, presentationHint: hint }]];
  }

  async #ownProperties(
    objectId: string,
    evaluateName: string | null,
    isRow: boolean,
  ): Promise<DebugProtocol.Variable[]> {
    const { result, internalProperties = [], privateProperties = [] } = await this.#calls.properties(objectId);
    const own = [...result.filter(({ isOwn }) => isOwn !== false), ...privateProperties];
    const values = own.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
    const variables = await this.#variables(values, isRow ? null : evaluateName);
    if (isRow) return variables;
    const byName = new Map(variables.map((variable) => [variable.name, variable]));
    const ordered = own.flatMap(({ name, get }): DebugProtocol.Variable[] => {
      const variable = byName.get(name);
      if (variable !== undefined) return [variable];
      return get?.objectId === undefined ? [] : [this.#getter(objectId, evaluateName, name, get.objectId)];
    });
    const hidden = internalProperties.filter(({ name }) => name !== "[[FunctionLocation]]");
    const internal = await this.#variables(
      hidden.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }])),
      null,
    );
    return [...ordered, ...internal.map((variable) => ({ ...variable, presentationHint: { visibility: "internal" } }))];
  }

  /** A property that runs code: the editor shows a button for it. */
  #getter(objectId: string, parent: string | null, name: string, getterId: string): DebugProtocol.Variable {
    const evaluateName = propertyName(parent, name);
    return {
      name,
      value: "(…)",
      variablesReference: this.#add({ kind: "getter", objectId, evaluateName, name, getterId }),
      presentationHint: { lazy: true },
      ...(evaluateName === null ? {} : { evaluateName }),
    };
  }

  /** @param parent expression whose properties they are; "": they are names themselves; null: no expression gives them. */
  async #variables(
    named: readonly NamedValue[],
    parent: string | null,
    isFloat32 = false,
  ): Promise<DebugProtocol.Variable[]> {
    const descriptions = await this.#calls.describe(named.map(({ value }) => value));
    return named.map(({ name, value }, i) => {
      const evaluateName = propertyName(parent, name);
      const { text, isTensor, isRow, ...shown } = this.#show(value, descriptions[i] ?? null, evaluateName, isFloat32);
      return {
        name,
        value: text,
        ...shown,
        ...(isRow ? READ_ONLY : {}),
        ...(evaluateName === null || isRow ? {} : { evaluateName }),
        ...(isTensor ? { __vscodeVariableMenuContext: TENSOR_MENU } : {}),
      };
    });
  }

  #show(
    value: Protocol.Runtime.RemoteObject,
    description: Description | null,
    evaluateName: string | null,
    isFloat32: boolean,
  ): Shown {
    const container = containerOf(value, description, evaluateName);
    const variablesReference = container === null ? 0 : this.#add(container);
    return {
      text: description?.text ?? valueText(value, isFloat32),
      type: shownType(value, description),
      isTensor: description?.kind === "tensor",
      isRow: description?.isRow ?? false,
      variablesReference,
      ...memoryOf(value, description, variablesReference),
      ...pagesOf(container),
    };
  }

  #add(container: Container): number {
    const reference = this.#next++;
    this.#containers.set(reference, container);
    return reference;
  }
}

/** Told only for what is longer than a page: the editor asks for pages then. */
function pagesOf(container: Container | null): { namedVariables?: number; indexedVariables?: number } {
  switch (container?.kind) {
    case "list":
      return container.length > PAGE ? { namedVariables: 1, indexedVariables: container.length } : {};
    case "entries":
      return container.size > PAGE ? { namedVariables: 0, indexedVariables: container.size } : {};
    case "object":
      return container.slices > PAGE ? { namedVariables: 1, indexedVariables: container.slices } : {};
    default:
      return {};
  }
}
