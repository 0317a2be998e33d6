import type { Protocol } from "devtools-protocol";
import type { Outlines, PlacedOutline } from "../outlines.js";
import type { Scripts } from "../scripts.js";
import { givesRejection, isAsyncFunction, promiseUse } from "./promiseUse.js";

/** What becomes of an exception, as far as the stack can tell. */
export interface ExceptionFate {
  /** It was thrown by the user's code, or passes through it. */
  readonly reachesUser: boolean;
  /** It passes out of the user's code: to the framework that called it, or out of the program. */
  readonly leavesUser: boolean;
  /** It leaves the user's code and nothing on the stack catches it. */
  readonly isUncaught: boolean;
}

interface Frame {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
  /** It has called what gives a promise. */
  readonly getsPromise: boolean;
}

/**
 * Follows an exception from where it is thrown outwards, frame by frame and promise by promise, until a `catch`. V8's own prediction does
 * not serve: whatever a Trainer runs counts as caught, since the Trainer catches it.
 */
export async function exceptionFate(
  event: Protocol.Debugger.PausedEvent,
  scripts: Scripts,
  outlines: Outlines,
  isForeign: (file: string) => boolean,
): Promise<ExceptionFate> {
  let [reachesUser, leavesUser, isRejection] = [false, false, false];
  for (const frame of stackOf(event)) {
    const script = scripts.get(frame.scriptId);
    // Node's own code only passes on what is thrown: from a callback of the user's to whoever of theirs has set it going.
    if (script === undefined || script.url.startsWith("node:")) continue;
    if (script.file !== null && !isForeign(script.file)) reachesUser = true;
    else if (reachesUser) leavesUser = true;
    const outline = await outlines.of(script);
    if (outline === null) continue;
    const passage = passageThrough(outline, frame, isRejection || frame.getsPromise);
    if (passage === "caught") return { reachesUser, leavesUser, isUncaught: false };
    if (passage === "lost") break;
    isRejection = passage === "rejection";
  }
  return { reachesUser, leavesUser: reachesUser, isUncaught: reachesUser };
}

/** The frames outwards: of the stack, then of the functions that wait for it. */
function* stackOf({ callFrames, asyncStackTrace }: Protocol.Debugger.PausedEvent): Generator<Frame> {
  for (const { location } of callFrames)
    yield { ...location, columnNumber: location.columnNumber ?? 0, getsPromise: false };
  for (let trace = asyncStackTrace; trace !== undefined; trace = trace.parent) {
    // Only who has the promise gets the exception; a timer, say, was only begun there.
    if (!/^(await|async function|Promise\.)/.test(trace.description ?? "")) return;
    for (const [i, frame] of trace.callFrames.entries()) yield { ...frame, getsPromise: i === 0 };
  }
}

/** How an exception passes through a frame: it ends there, is lost as a rejection of which nobody knows, or goes on. */
function passageThrough(
  outline: PlacedOutline,
  frame: Frame,
  isRejection: boolean,
): "caught" | "lost" | "exception" | "rejection" {
  const at = outline.offsetOf(frame);
  const call = outline.tokens.findLastIndex(({ start }) => start <= at);
  const getsPromise = isRejection || givesRejection(outline.tokens, call);
  const use = getsPromise ? promiseUse(outline.tokens, call) : "awaited";
  if (use === "handled") return "caught";
  if (use === "dropped") return "lost";
  if (use === "returned") return "rejection";
  const start = innermostFunction(outline, at);
  if (isGuarded(outline, at, start)) return "caught";
  return start >= 0 && isAsyncFunction(outline.tokens, start) ? "rejection" : "exception";
}

function innermostFunction(outline: PlacedOutline, at: number): number {
  return Math.max(-1, ...outline.functions.map(({ start, end }) => (start <= at && at < end ? start : -1)));
}

/** True in a `try` with a `catch`, of the very function that the frame is in. */
function isGuarded(outline: PlacedOutline, at: number, innermost: number): boolean {
  return outline.guarded.some(({ start, end }) => start <= at && at < end && start > innermost);
}
