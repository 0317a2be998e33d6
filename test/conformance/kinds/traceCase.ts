import { errorDifference } from "../errorTexts.js";
import { eventLines, ours, oursState } from "../events.js";
import type { GoldenCall, GoldenCase } from "../goldenCase.js";
import { messageDifference } from "../messageDifference.js";
import { camel, EXCEPTIONS, ourPath } from "../names.js";
import { notApplicable } from "../notApplicable.js";
import type { Outcome } from "../outcome.js";
import { type Difference, firstDifference, valueText } from "../picture.js";
import { type Replayed, type ReplayedCall, replay } from "../replay/replay.js";

/** A trace or a logging case: both are one configuration with its events and the state after each call. */
export function isTraceCase(value: unknown): value is GoldenCase {
  return typeof value === "object" && value !== null && "config" in value && "calls" in value && "events" in value;
}

export async function runTraceCase(golden: GoldenCase): Promise<Outcome> {
  const reason = notApplicable(golden);
  if (reason !== null) return { kind: "notApplicable", name: golden.name, reason };
  const difference = traceDifference(golden, await replay(golden.config));
  return difference === null
    ? { kind: "passed", name: golden.name }
    : { kind: "failed", name: golden.name, difference };
}

/** The first difference, in the order in which things happen. */
function traceDifference(golden: GoldenCase, replayed: Replayed): Difference | null {
  const { folder } = replayed;
  const construction = errorDifference("constructor", replayed.constructorError, golden.constructor_error);
  if (construction !== null) return construction;
  const received = eventLines(replayed.events, golden.events, folder);
  const expected = eventLines(golden.events, replayed.events, folder);
  const event = firstDifference("event", received, expected);
  if (event !== null) return withException(event, replayed);
  for (const [i, call] of golden.calls.entries()) {
    const difference = callDifference(`call ${i} (${call.fn})`, call, replayed.calls[i], folder);
    if (difference !== null) return difference;
  }
  const said = messageDifference(replayed.messages, golden.messages, folder);
  if (said !== null) return said;
  return replayed.leakedTensors === 0
    ? null
    : { what: "tensors after the case", expected: "0 more", got: `${replayed.leakedTensors} more` };
}

/** A run that broke off says why. */
function withException(difference: Difference, { calls }: Replayed): Difference {
  const exception = calls.find((call) => call.exception !== null)?.exception;
  return exception === undefined || exception === null || difference.got !== "nothing more"
    ? difference
    : { ...difference, got: `nothing more, after ${exception.name}: ${exception.message}` };
}

function callDifference(
  what: string,
  golden: GoldenCall,
  call: ReplayedCall | undefined,
  folder: string,
): Difference | null {
  if (call === undefined) return { what, expected: "a call", got: "none" };
  const exception = errorDifference(`${what}: exception`, call.exception, golden.exception ?? null);
  if (exception !== null) return exception;
  return (
    valueDifference(`${what}: returned`, call.returned, golden.returned, folder) ??
    afterDifference(what, golden, call, folder) ??
    csvDifference(what, golden, call)
  );
}

/** Compared by themselves, in other forms. */
const APART = ["text_files", "files", "callbacks"];

function afterDifference(what: string, golden: GoldenCall, { after }: ReplayedCall, folder: string): Difference | null {
  const wanted = golden.after;
  // Nothing was recorded after calls that run no loop.
  if (wanted === undefined) return null;
  for (const [name, value] of Object.entries(wanted)) {
    if (APART.includes(name)) continue;
    const difference = valueDifference(`${what}: ${camel(name)}`, after[name], value, folder);
    if (difference !== null) return difference;
  }
  return (
    firstDifference(`${what}: file`, fileLines(after["files"]), fileLines(wanted["files"])) ??
    callbackDifference(what, after["callbacks"], wanted["callbacks"], folder) ??
    textDifference(what, after["text_files"], wanted["text_files"])
  );
}

/** Paths of files; the time, host and process in an event file's name are its writer's. */
function fileLines(files: unknown): string[] {
  return ((files ?? []) as readonly Readonly<Record<string, unknown>>[])
    .map(({ path, ...more }) => {
      const [target] = Object.values(more).filter((value) => typeof value === "string");
      const name = ourPath(String(path)).replace(/(events\.out\.tfevents)\..*/, "$1");
      return target === undefined ? name : `${name} -> ${ourPath(String(target))}`;
    })
    .filter((line) => !EXCEPTIONS.files.test(line))
    .sort();
}

function callbackDifference(what: string, got: unknown, wanted: unknown, folder: string): Difference | null {
  const states = (got ?? {}) as Readonly<Record<string, unknown>>;
  for (const [name, state] of Object.entries((wanted ?? {}) as object)) {
    const difference = firstDifference(
      `${what}: ${name}`,
      [valueText(oursState(states[name], folder))],
      [valueText(oursState(state, ""))],
    );
    if (difference !== null) return difference;
  }
  return null;
}

function valueDifference(what: string, got: unknown, wanted: unknown, folder: string): Difference | null {
  return firstDifference(what, [valueText(ours(got, folder))], [valueText(ours(wanted, ""))]);
}

/** `hparams.yaml` and its like, line by line; `metrics.csv` is compared cell by cell. */
function textDifference(what: string, got: unknown, wanted: unknown): Difference | null {
  const texts = (got ?? {}) as Readonly<Record<string, string>>;
  for (const [path, text] of Object.entries((wanted ?? {}) as Record<string, string>)) {
    if (path.endsWith(".csv")) continue;
    const difference = firstDifference(`${what}: ${path} line`, (texts[path] ?? "").split("\n"), text.split("\n"));
    if (difference !== null) return difference;
  }
  return null;
}

function csvDifference(what: string, golden: GoldenCall, { after }: ReplayedCall): Difference | null {
  const texts = after["text_files"] as Readonly<Record<string, string>>;
  for (const [path, { columns, rows }] of Object.entries(golden.parsed_csv ?? {})) {
    const lines = (texts[path] ?? "").split("\r\n").filter((line) => line !== "");
    const wanted = [columns, ...rows].map((cells) => cells.join(","));
    const difference = firstDifference(`${what}: ${path} row`, lines, wanted);
    if (difference !== null) return difference;
  }
  return null;
}
