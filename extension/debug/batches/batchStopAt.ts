import type { Protocol } from "devtools-protocol";
import { type BatchStop, STOP_FUNCTION } from "../../../runtime/protocol/batchStops.js";
import type { CdpTransport } from "../cdpTransport.js";
import type { Outlines } from "../outlines.js";

/** A pause that the runtime has made for this debugger. */
export interface BatchPause {
  readonly stop: BatchStop;
  /** The user's function that is about to be called; null: none is. */
  readonly step: CalledStep | null;
}

export interface CalledStep {
  readonly place: Protocol.Debugger.Location;
  readonly name: string;
}

const MAX_FUNCTIONS_IN_PARAMETERS = 3;

/** The arguments of the runtime's function. */
const STOP = "({ kind: stop.kind, text: stop.text, name: step?.name ?? '' })";

/** @returns null: the pause is another one, or is over already. */
export async function batchStopAt(
  { callFrames: [top] }: Protocol.Debugger.PausedEvent,
  cdp: CdpTransport,
): Promise<BatchPause | null> {
  if (top?.functionName !== STOP_FUNCTION) return null;
  const { callFrameId } = top;
  // Somebody may let the program go meanwhile, to end it.
  const asked = await Promise.all([
    cdp.send("Debugger.evaluateOnCallFrame", { callFrameId, expression: STOP, silent: true, returnByValue: true }),
    cdp.send("Debugger.evaluateOnCallFrame", { callFrameId, expression: "step", silent: true }),
  ]).catch(() => null);
  if (asked === null) return null;
  const [stop, step] = asked;
  if (!isBatchStop(stop.result.value)) return null;
  const { objectId } = step.result;
  const place = objectId === undefined ? null : await placeOf(objectId, cdp);
  const { kind, text, name } = stop.result.value;
  return { stop: { kind, text }, step: place === null ? null : { place, name } };
}

/** Where the first statement of a step is; null: its script is gone. */
export async function firstStatement(
  { place, name }: CalledStep,
  outlines: Outlines,
  cdp: CdpTransport,
): Promise<Protocol.Debugger.Location | null> {
  const { scriptId, lineNumber, columnNumber = 0 } = place;
  const outline = await outlines.of({ id: scriptId });
  const from = outline?.offsetOf({ lineNumber, columnNumber }) ?? 0;
  // Its parameters may have functions of their own.
  const body = (outline?.functions ?? [])
    .filter(({ start }) => start > from)
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_FUNCTIONS_IN_PARAMETERS + 1)
    .find((found) => found.name === name);
  if (body !== undefined && outline !== null) return { scriptId, ...outline.placeOf(body.start) };
  // An arrow function without braces.
  const { locations } = await cdp
    .send("Debugger.getPossibleBreakpoints", { start: place, restrictToFunction: true })
    .catch(() => ({ locations: [] }));
  return locations[0] ?? null;
}

async function placeOf(objectId: string, cdp: CdpTransport): Promise<Protocol.Debugger.Location | null> {
  const { internalProperties = [] } = await cdp
    .send("Runtime.getProperties", { objectId, ownProperties: true })
    .catch(() => ({ internalProperties: [] }));
  const found = internalProperties.find(({ name }) => name === "[[FunctionLocation]]");
  return (found?.value?.value as Protocol.Debugger.Location | undefined) ?? null;
}

function isBatchStop(value: unknown): value is BatchStop & { readonly name: string } {
  return typeof value === "object" && value !== null && "kind" in value && "text" in value;
}
