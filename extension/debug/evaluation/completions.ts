import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { EvaluationPlace } from "./run.js";
import { type TypedPlace, typedPlace } from "./typedPlace.js";
import type { TypeScriptExpressions } from "./typeScriptExpressions.js";

interface Name {
  readonly name: string;
  readonly kind: "function" | "class" | "property" | "variable" | "keyword";
}

const KEYWORDS = (
  "async await class const delete else false for function if import in instanceof let new null of return super switch this throw true try " +
  "typeof undefined var void while"
).split(" ");
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const GROUP = "completions";
const LONGEST = 500;

/** Runs in the program: the names of an object's members, its own first. Nothing is called: a getter is only named. */
const NAMES = `function (deepest) {
  const found = new Map();
  for (let object = Object(this), depth = 0; object !== null && depth < deepest; object = Object.getPrototypeOf(object), depth++) {
    const isIndexed = ArrayBuffer.isView(object) || Array.isArray(object);
    const names = isIndexed && object.length > 1000 ? ["length"] : Object.getOwnPropertyNames(object);
    for (const name of names) {
      if (found.has(name) || /^\\d/.test(name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(object, name) ?? {};
      const isClass = typeof value === "function" && /^class\\b/.test(Function.prototype.toString.call(value));
      found.set(name, isClass ? "class" : typeof value === "function" ? "function" : "property");
    }
  }
  return [...found];
}`;

/** What could stand at a place in what the user types. Columns and the places in the answer are counted from 1. */
export async function completions(
  place: EvaluationPlace,
  { text, column, line = 1 }: DebugProtocol.CompletionsArguments,
  expressions: TypeScriptExpressions,
): Promise<DebugProtocol.CompletionItem[]> {
  const lines = text.split("\n");
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((length, { length: more }) => length + more + 1, 0);
  const end = Math.min(Math.max(before + column - 1, 0), text.length);
  const typedAt = typedPlace(text.slice(0, end));
  const { kind, typed } = typedAt;
  const start = end - typed.length + 1;
  const names = await namesAt(place, typedAt, expressions);
  return names
    .filter(
      ({ name }) => (kind === "key" || IDENTIFIER.test(name)) && name.toLowerCase().startsWith(typed.toLowerCase()),
    )
    .slice(0, LONGEST)
    .map(({ name, kind }, i) => ({
      label: name,
      type: kind,
      start,
      length: typed.length,
      sortText: String(i).padStart(5, "0"),
    }));
}

async function namesAt(
  place: EvaluationPlace,
  { kind, object }: TypedPlace,
  expressions: TypeScriptExpressions,
): Promise<Name[]> {
  if (kind === "none") return [];
  try {
    if (object === null) return await scopeNames(place);
    const found = await objectOf(place, await expressions.expression(object).catch(() => object));
    if (found === undefined) return [];
    return kind === "private" ? await privateNames(place, found) : await memberNames(place, found, 20);
  } finally {
    place.thread.cdp.post("Runtime.releaseObjectGroup", { objectGroup: GROUP });
  }
}

/** The object that an expression gives, if it can be found out without changing anything; a text or number as the object with its methods. */
async function objectOf(place: EvaluationPlace, expression: string): Promise<string | undefined> {
  const { result, exceptionDetails } = await quietly(place, `(${expression}\n)`);
  if (exceptionDetails !== undefined || result.subtype === "null" || result.type === "undefined") return undefined;
  return result.objectId ?? (await quietly(place, `Object(${expression}\n)`)).result.objectId;
}

function quietly({ thread, frame }: EvaluationPlace, expression: string): Promise<Protocol.Runtime.EvaluateResponse> {
  const asked = { expression, silent: true, throwOnSideEffect: true, timeout: 500, objectGroup: GROUP };
  return frame === undefined
    ? thread.cdp.send("Runtime.evaluate", asked)
    : thread.cdp.send("Debugger.evaluateOnCallFrame", { ...asked, callFrameId: frame.callFrameId });
}

/** @param deepest how far up its classes. */
async function memberNames({ thread }: EvaluationPlace, objectId: string, deepest: number): Promise<Name[]> {
  const { result } = await thread.cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: NAMES,
    objectId,
    arguments: [{ value: deepest }],
    silent: true,
    returnByValue: true,
  });
  return Array.isArray(result.value)
    ? (result.value as [string, "function" | "class" | "property"][]).map(([name, kind]) => ({ name, kind }))
    : [];
}

async function privateNames({ thread }: EvaluationPlace, objectId: string): Promise<Name[]> {
  const { privateProperties = [] } = await thread.cdp.send("Runtime.getProperties", { objectId, ownProperties: true });
  return privateProperties.map(({ name, value }) => ({
    name: name.replace(/^#/, ""),
    kind: value?.type === "function" ? "function" : "property",
  }));
}

/** The variables around a place, the innermost first, then what the language has, and the global ones. */
async function scopeNames(place: EvaluationPlace): Promise<Name[]> {
  const { thread, frame } = place;
  const found = new Map<string, Name>();
  const add = (name: Name) => {
    if (!found.has(name.name)) found.set(name.name, name);
  };
  for (const { object, type } of frame?.scopeChain ?? []) {
    if (type === "global" || object.objectId === undefined) continue;
    const asked = { objectId: object.objectId, ownProperties: true };
    const { result } = await thread.cdp.send("Runtime.getProperties", asked);
    for (const { name, value } of result) add({ name, kind: kindOf(value) });
  }
  for (const name of KEYWORDS) add({ name, kind: "keyword" });
  const { names } = await thread.cdp.send("Runtime.globalLexicalScopeNames", {}).catch(() => ({ names: [] }));
  for (const name of names) add({ name, kind: "variable" });
  const { result } = await thread.cdp.send("Runtime.evaluate", {
    expression: "globalThis",
    silent: true,
    objectGroup: GROUP,
  });
  for (const name of result.objectId === undefined ? [] : await memberNames(place, result.objectId, 1)) add(name);
  return [...found.values()];
}

function kindOf(value: Protocol.Runtime.RemoteObject | undefined): Name["kind"] {
  if (value?.type !== "function") return "variable";
  return value.description?.startsWith("class") ? "class" : "function";
}
