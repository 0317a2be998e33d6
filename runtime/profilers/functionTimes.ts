import { basename } from "node:path";

/** A profile of V8: a tree of calls, and which of its nodes was running at each sample. */
export interface SampledProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples?: readonly number[] | undefined;
  /** Microseconds since the sample before. */
  readonly timeDeltas?: readonly number[] | undefined;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[] | undefined;
}

/** Seconds that went into a function while an action ran. */
export interface FunctionTime {
  readonly name: string;
  /** In the function itself. */
  readonly self: number;
  /** With what it calls. */
  readonly total: number;
}

/** A time in which an action ran, in microseconds of the profile's clock. */
export interface Interval {
  readonly start: number;
  readonly end: number;
  /** Actions that were running further out on the stack; null: the action itself is not on the stack all the time. */
  readonly depth: number | null;
}

/** Runs an action: what is called from here is the action's. */
export function runProfiledAction<T>(run: () => T): T {
  return run();
}

/** Where the time of an action went, the longest total first. */
export function functionTimes(profile: SampledProfile, intervals: readonly Interval[]): FunctionTime[] {
  const stacks = stacksOf(profile);
  const times = new Map<string, { self: number; total: number }>();
  const sorted = [...intervals].sort((a, b) => a.start - b.start);
  let time = profile.startTime;
  let next = 0;
  for (const [i, id] of (profile.samples ?? []).entries()) {
    const delta = profile.timeDeltas?.[i] ?? 0;
    time += delta;
    while (next < sorted.length && (sorted[next] as Interval).end < time) next++;
    const interval = sorted[next];
    if (interval === undefined || time < interval.start) continue;
    const stack = within(stacks.get(id) ?? [], interval.depth).filter((name) => !isMarker(name));
    for (const name of new Set(stack)) add(times, name, 0, delta / 1e6);
    if (stack[0] !== undefined) add(times, stack[0], delta / 1e6, 0);
  }
  return [...times].map(([name, time]) => ({ name, ...time })).sort((a, b) => b.total - a.total);
}

/** A table: self, total, function. */
export function functionsText(times: readonly FunctionTime[]): string {
  const seconds = (value: number) => value.toFixed(4).padStart(9);
  const rows = times.map(({ name, self, total }) => `${seconds(self)} ${seconds(total)}  ${name}`);
  return ["  self (s) total (s)  function", ...rows, ""].join("\n");
}

/** The part of a stack, innermost first, that an action called. */
function within(stack: readonly string[], depth: number | null): readonly string[] {
  if (depth === null) return stack;
  const markers = stack.flatMap((name, i) => (isMarker(name) ? [i] : [])).reverse();
  const marker = markers[depth];
  return marker === undefined ? stack : stack.slice(0, marker);
}

function isMarker(name: string): boolean {
  return name.startsWith(`${runProfiledAction.name} (`);
}

function add(times: Map<string, { self: number; total: number }>, name: string, self: number, total: number): void {
  const known = times.get(name);
  if (known === undefined) times.set(name, { self, total });
  else {
    known.self += self;
    known.total += total;
  }
}

/** The functions that are running at each node, innermost first. */
function stacksOf({ nodes }: SampledProfile): Map<number, readonly string[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stacks = new Map<number, readonly string[]>();
  const walk = (id: number, outer: readonly string[]): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const name = frameText(node);
    const stack = name === null ? outer : [name, ...outer];
    stacks.set(id, stack);
    for (const child of node.children ?? []) walk(child, stack);
  };
  if (nodes[0] !== undefined) walk(nodes[0].id, []);
  return stacks;
}

/** `trainingStep (model.ts:12)`; null for V8's own nodes, such as the root. */
function frameText({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string | null {
  if (/^\((root|program|idle)\)$/.test(functionName)) return null;
  const place = url === "" ? "" : ` (${basename(url)}:${lineNumber + 1})`;
  return `${functionName === "" ? "(anonymous)" : functionName}${place}`;
}
