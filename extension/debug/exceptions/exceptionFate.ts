import type { Protocol } from "devtools-protocol";
import type { Outlines, PlacedOutline } from "../outlines.js";
import type { Scripts } from "../scripts.js";

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
}

/**
 * Follows an exception from where it is thrown outwards, frame by frame and `await` by `await`, until a `catch`. V8's own prediction does
 * not serve: whatever a Trainer runs counts as caught, since the Trainer catches it.
 */
export async function exceptionFate(
  event: Protocol.Debugger.PausedEvent,
  scripts: Scripts,
  outlines: Outlines,
  isForeign: (file: string) => boolean,
): Promise<ExceptionFate> {
  let [reachesUser, leavesUser] = [false, false];
  for (const frame of stackOf(event)) {
    const script = scripts.get(frame.scriptId);
    // Node's own code only passes on what is thrown: from a callback of the user's to whoever of theirs has set it going.
    if (script === undefined || script.url.startsWith("node:")) continue;
    if (script.file !== null && !isForeign(script.file)) reachesUser = true;
    else if (reachesUser) leavesUser = true;
    const outline = await outlines.of(script);
    if (outline !== null && isGuarded(outline, frame)) return { reachesUser, leavesUser, isUncaught: false };
  }
  return { reachesUser, leavesUser: reachesUser, isUncaught: reachesUser };
}

/** The frames outwards: of the stack, then of the functions that wait for it. */
function* stackOf({ callFrames, asyncStackTrace }: Protocol.Debugger.PausedEvent): Generator<Frame> {
  for (const { location } of callFrames)
    yield {
      scriptId: location.scriptId,
      lineNumber: location.lineNumber,
      columnNumber: location.columnNumber ?? 0,
    };
  for (let trace = asyncStackTrace; trace !== undefined; trace = trace.parent) {
    // Only who awaits gets the exception; a timer, say, was only begun there.
    if (!/^(await|async function)/.test(trace.description ?? "")) return;
    yield* trace.callFrames;
  }
}

/** True in a `try` with a `catch`, of the very function that the frame is in. */
function isGuarded(outline: PlacedOutline, frame: Frame): boolean {
  const at = outline.offsetOf(frame);
  const guarded = outline.guarded.filter(({ start, end }) => start <= at && at < end);
  if (guarded.length === 0) return false;
  const innermost = Math.max(...outline.functions.map(({ start, end }) => (start <= at && at < end ? start : -1)));
  return guarded.some(({ start }) => start > innermost);
}
