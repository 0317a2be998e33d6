import { errorText } from "./errorTexts.js";
import type { GoldenEvent } from "./goldenCase.js";
import { camel, EXCEPTIONS, ourPath, ourText } from "./names.js";
import { valueText } from "./picture.js";

/** The events that are compared, a line each, indented by the hooks that run around it. */
export function eventLines(events: readonly GoldenEvent[], others: readonly GoldenEvent[], folder: string): string[] {
  const shared = argumentsByHook(others);
  return withoutIdleIterators(events).flatMap((event) => {
    const names = shared.get(hookName(event));
    if (!isBuiltIn(event.owner)) return [eventLine(event, folder, () => true)];
    return names === undefined ? [] : [eventLine(event, folder, (name) => names.has(name))];
  });
}

/**
 * Which hooks a callback of the runtime has, and which arguments it takes, is its own business; that those it shares with Lightning's are
 * called when Lightning's are is compared.
 */
function isBuiltIn(owner: string): boolean {
  return /^[A-Z]/.test(owner) && !["PredictionWriter", "SimpleFinetuning"].includes(owner);
}

function argumentsByHook(events: readonly GoldenEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(events.map((event) => [hookName(event), new Set(Object.keys(event.args).map(camel))]));
}

function hookName({ owner, hook }: GoldenEvent): string {
  return `${owner}.${camel(hook)}`;
}

/** Lightning asks a loader for an iterator also to learn its length, and takes nothing from it; a length is a property here. */
function withoutIdleIterators(events: readonly GoldenEvent[]): GoldenEvent[] {
  return events.filter(({ owner, hook }, i) => {
    if (!owner.startsWith("loader:") || hook !== "iter") return true;
    const next = events.slice(i + 1).find((event) => event.owner === owner);
    return next !== undefined && next.hook !== "iter";
  });
}

/** `module.trainingStep(batchIdx: 0) | fit train, epoch 0, step 0 | loss: 0.0052`. */
function eventLine(event: GoldenEvent, folder: string, isCompared: (argument: string) => boolean): string {
  const { owner, hook, args, epoch, step, fn, stage, depth, ...facts } = event;
  const text = (name: string, value: unknown) =>
    valueText(isBuiltIn(owner) && STATES.includes(camel(name)) ? oursState(value, folder) : ours(value, folder));
  const shownArgs = Object.entries(args)
    .filter(([name]) => !(EXCEPTIONS.arguments as readonly string[]).includes(name) && isCompared(camel(name)))
    .map(([name, value]) => `${camel(name)}: ${name === "exception" ? errorText(value) : text(name, value)}`)
    .sort();
  const shownFacts = Object.entries(facts)
    .filter(([name, value]) => !(EXCEPTIONS.facts as readonly string[]).includes(name) && value !== undefined)
    .map(([name, value]) => `${camel(name)}: ${text(name, value)}`)
    .sort();
  return [
    `${"  ".repeat(depth)}${owner}.${camel(hook)}(${shownArgs.join(", ")})`,
    `${fn} ${stage}, epoch ${epoch}, step ${step}`,
    ...(shownFacts.length > 0 ? [shownFacts.join(" ")] : []),
  ].join(" | ");
}

/** Arguments and facts that are the state of a callback of the runtime: its keys are names of fields. */
const STATES: readonly string[] = ["returned", "stateDict"];

/** A state of the runtime's own, or a list of them. */
export function oursState(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((state) => oursState(state, folder));
  if (typeof value !== "object" || value === null) return ours(value, folder);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camel(name), ours(inner, folder)]));
}

/** A recorded value with our names; ours comes out as it went in, with the case's folder as `$TMP`. */
export function ours(value: unknown, folder: string): unknown {
  if (typeof value === "string") {
    const path = folder === "" ? value : value.replaceAll(folder, "$TMP");
    if (/^\w+\{'/.test(path)) return ourText(path); // The state key of a callback.
    const renamed = path.replace(/(?<=^|:)_MockOptimizer(?=#)/, EXCEPTIONS.classes["_MockOptimizer"] ?? "");
    return isStateKey(path) ? ourStateKey(path) : ourPath(renamed);
  }
  if (Array.isArray(value)) return value.map((entry) => ours(entry, folder));
  if (typeof value !== "object" || value === null || value instanceof Error) return value;
  const plain = value instanceof Map ? Object.fromEntries(value) : value;
  if ("keys" in plain && Array.isArray(plain.keys)) {
    const keys = (plain.keys as readonly string[]).map((key) => EXCEPTIONS.checkpointKeys[key] ?? camel(key));
    return { ...(ours({ ...plain, keys: null }, folder) as object), keys: keys.sort() };
  }
  return Object.fromEntries(Object.entries(plain).map(([name, inner]) => [ourKey(name, folder), ours(inner, folder)]));
}

/** `ModelCheckpoint{'monitor': None, 'every_n_epochs': 1}`: a class with the settings that tell its objects apart. */
function isStateKey(text: string): boolean {
  return /^\w+\{'.*\}$/.test(text);
}

function ourStateKey(key: string): string {
  return key.replace(/'(\w+)': /g, (_, name: string) => `'${camel(name)}': `).replace(/\bNone\b/g, "null");
}

/** Keys are names of fields, paths, or names of metrics, which stay as the user wrote them. */
function ourKey(key: string, folder: string): string {
  const path = folder === "" ? key : key.replaceAll(folder, "$TMP");
  return ourPath(ourText(path));
}
