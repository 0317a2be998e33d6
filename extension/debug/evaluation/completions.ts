import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { EvaluationPlace } from "./evaluation.js";

interface Name {
  readonly name: string;
  readonly kind: "function" | "class" | "property" | "variable" | "keyword";
}

const KEYWORDS = ["await", "false", "new", "null", "this", "true", "typeof", "undefined", "void"];
/** The end of what is typed: an object with a dot behind it, and the beginning of a member's name. */
const MEMBER = /((?:[\w$]+|\]|\)|"|')(?:[^;=,(){}<>+*/!&|?:\s]*))\.([\w$]*)$/;

/** Runs in the program: the names of an object's members, its own first. Nothing is called: a getter is only named. */
const NAMES = `function () {
  const found = new Map();
  for (let object = Object(this), depth = 0; object !== null && depth < 10; object = Object.getPrototypeOf(object), depth++) {
    const isIndexed = ArrayBuffer.isView(object) || Array.isArray(object);
    const names = isIndexed && object.length > 1000 ? ["length"] : Object.getOwnPropertyNames(object);
    for (const name of names) {
      if (found.has(name) || /^\\d/.test(name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(object, name) ?? {};
      found.set(name, typeof value === "function" ? "function" : "property");
    }
  }
  return [...found];
}`;

/** What could stand at a place in what the user types. */
export async function completions(
  { thread, frame }: EvaluationPlace,
  { text, column, line = 1 }: DebugProtocol.CompletionsArguments,
): Promise<DebugProtocol.CompletionItem[]> {
  const typed = (text.split("\n")[line - 1] ?? "").slice(0, column - 1);
  const object = memberOf(typed);
  const start = /[\w$]*$/.exec(typed)?.[0] ?? "";
  const names = object === null ? await scopeNames({ thread, frame }) : await memberNames({ thread, frame }, object);
  return names
    .filter(({ name }) => /^[\w$]+$/.test(name) && name.toLowerCase().startsWith(start.toLowerCase()))
    .map(({ name, kind }, i) => ({
      label: name,
      type: kind,
      start: column - 1 - start.length,
      length: start.length,
      sortText: String(i).padStart(5, "0"),
    }));
}

/** The expression before the last dot; null: there is none. */
function memberOf(typed: string): string | null {
  const dot = /^([\s\S]*)\??\.[\w$]*$/.exec(typed);
  if (dot === null || !MEMBER.test(typed.replaceAll("?.", "."))) return null;
  return lastExpression((dot[1] ?? "").replace(/\?$/, ""));
}

/** The end of a text that is one expression: brackets count as what is in them. */
function lastExpression(text: string): string | null {
  let depth = 0;
  let at = text.length;
  while (at > 0) {
    const character = text[at - 1] ?? "";
    if (")]}".includes(character)) depth++;
    else if ("([{".includes(character)) {
      if (depth === 0) break;
      depth--;
    } else if (depth === 0 && !/[\w$.?"'`]/.test(character)) break;
    at--;
  }
  const found = text.slice(at).replace(/^[.?]+/, "");
  return found === "" || /^\d+$/.test(found) ? null : found;
}

async function memberNames({ thread, frame }: EvaluationPlace, object: string): Promise<Name[]> {
  const asked = { expression: object, silent: true, throwOnSideEffect: true, timeout: 500, objectGroup: "completions" };
  const { result, exceptionDetails } = await (frame === undefined
    ? thread.cdp.send("Runtime.evaluate", asked)
    : thread.cdp.send("Debugger.evaluateOnCallFrame", { ...asked, callFrameId: frame.callFrameId }));
  if (exceptionDetails !== undefined || result.subtype === "null" || result.type === "undefined") return [];
  const { objectId } = result.objectId === undefined ? await boxed({ thread, frame }, object) : result;
  return objectId === undefined ? [] : namesOf({ thread, frame }, objectId);
}

/** A text or number, as the object that has its methods. */
async function boxed({ thread, frame }: EvaluationPlace, value: string): Promise<Protocol.Runtime.RemoteObject> {
  const asked = { expression: `Object(${value})`, silent: true, objectGroup: "completions" };
  const { result } = await (frame === undefined
    ? thread.cdp.send("Runtime.evaluate", asked)
    : thread.cdp.send("Debugger.evaluateOnCallFrame", { ...asked, callFrameId: frame.callFrameId }));
  return result;
}

async function namesOf({ thread }: EvaluationPlace, objectId: string): Promise<Name[]> {
  const { result } = await thread.cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: NAMES,
    objectId,
    silent: true,
    returnByValue: true,
  });
  thread.cdp.post("Runtime.releaseObjectGroup", { objectGroup: "completions" });
  return Array.isArray(result.value)
    ? (result.value as [string, "function" | "property"][]).map(([name, kind]) => ({ name, kind }))
    : [];
}

/** The variables around a place, the innermost first, then the global ones and what the language has. */
async function scopeNames({ thread, frame }: EvaluationPlace): Promise<Name[]> {
  const found = new Map<string, Name>();
  for (const { object, type } of frame?.scopeChain ?? []) {
    if (type === "global" || object.objectId === undefined) continue;
    const { result } = await thread.cdp.send("Runtime.getProperties", {
      objectId: object.objectId,
      ownProperties: true,
    });
    for (const { name, value } of result)
      if (!found.has(name)) found.set(name, { name, kind: value?.type === "function" ? "function" : "variable" });
  }
  for (const name of KEYWORDS) found.set(name, { name, kind: "keyword" });
  const { result } = await thread.cdp.send("Runtime.evaluate", {
    expression: "globalThis",
    silent: true,
    objectGroup: "completions",
  });
  for (const global of result.objectId === undefined ? [] : await namesOf({ thread, frame }, result.objectId))
    if (!found.has(global.name)) found.set(global.name, global);
  return [...found.values()];
}
