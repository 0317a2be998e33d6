import type { Protocol } from "devtools-protocol";

/** What a `variablesReference` stands for, until the program goes on. */
export type Container =
  | ObjectContainer
  | LocalsContainer
  | ListContainer
  | EntriesContainer
  | PairContainer
  | GetterContainer;

/** An object's properties; those that its class gives it for debuggers, with its own below one row. */
export interface ObjectContainer {
  readonly kind: "object";
  readonly objectId: string;
  /** The expression that gives it in the frame; "": it is a scope; null: there is none. */
  readonly evaluateName: string | null;
  /** Whether its class gives it rows for debuggers; "unknown": ask. */
  readonly rows: boolean | "unknown";
  /** Rows only: a row of the runtime's own, not an object of the program. */
  readonly isRow: boolean;
  /** A tensor's slices by its first dimension. */
  readonly slices: number;
}

/** The variables of a function and of the blocks in it, innermost first. */
export interface LocalsContainer {
  readonly kind: "locals";
  readonly callFrameId: string;
  readonly scopes: readonly LocalScope[];
  readonly returned: Protocol.Runtime.RemoteObject | undefined;
}

export interface LocalScope {
  readonly objectId: string;
  /** Its place in the frame's chain of scopes, as V8 counts. */
  readonly scopeNumber: number;
}

/** An array or a typed array. */
export interface ListContainer {
  readonly kind: "list";
  readonly objectId: string;
  readonly evaluateName: string | null;
  readonly length: number;
  /** Seven digits say all that a value has. */
  readonly isFloat32: boolean;
  readonly isTyped: boolean;
}

/** A Map or a Set. */
export interface EntriesContainer {
  readonly kind: "entries";
  readonly objectId: string;
  readonly evaluateName: string | null;
  readonly size: number;
}

/** A Map's entry whose key is an object. */
export interface PairContainer {
  readonly kind: "pair";
  readonly objectId: string;
  /** The expression that gives the Map. */
  readonly evaluateName: string | null;
  readonly mapId: string;
  /** Which of the Map's entries it is. */
  readonly index: number;
}

/** A property that runs code when it is read: shown when the user asks for it. */
export interface GetterContainer {
  readonly kind: "getter";
  readonly objectId: string;
  readonly evaluateName: string | null;
  readonly name: string;
  readonly getterId: string;
}
