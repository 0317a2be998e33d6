import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { IDLE_FRAME, isIdle } from "./idle.js";
import { canRestart } from "./restartable.js";
import { type Script, type Scripts, toSource } from "./scripts.js";
import type { UserCode } from "./userCode.js";

/** How a place in a script is shown to the editor. */
type ShowSource = (script: Script, file: string | null) => DebugProtocol.Source;

interface Place {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number | undefined;
}

/** The frames of a paused thread as the editor shows them: in the user's source, with the code of others standing back. */
export class Frames {
  constructor(
    private readonly scripts: Scripts,
    private readonly userCode: UserCode,
    private readonly show: ShowSource,
  ) {}

  /** True for a frame of the user's own code. */
  isUsers(frame: Protocol.Debugger.CallFrame | Protocol.Runtime.CallFrame | undefined): boolean {
    const place = frame !== undefined && "location" in frame ? frame.location : frame;
    const script = this.scripts.get(place?.scriptId ?? "");
    return script !== undefined && !this.isForeign(script);
  }

  /** True for a frame of the user's whose place was made from no line of a source, such as the end of a module, or what a transpiler has put in. */
  isUnmapped({ location: { scriptId, lineNumber, columnNumber = 0 } }: Protocol.Debugger.CallFrame): boolean {
    const script = this.scripts.get(scriptId);
    return script?.hasMap === true && toSource(script, { lineNumber, columnNumber }) === null;
  }

  /** True for the only frame of a thread in which nothing runs. */
  isIdle(frame: Protocol.Debugger.CallFrame | undefined): boolean {
    return isIdle(this.scripts.get(frame?.location.scriptId ?? "")?.url);
  }

  /** True for code of others; so is code that lies in no file, while only the user's own is looked at. */
  isForeign({ file, url }: Script): boolean {
    return file === null ? this.userCode.isJustMine || this.userCode.isForeign(url) : this.userCode.isForeign(file);
  }

  /** The whole stack: what was called, then, below a line that says how, what waits for it. @param firstId the number of the top frame. */
  stack(event: Protocol.Debugger.PausedEvent, firstId: number): DebugProtocol.StackFrame[] {
    const { callFrames, asyncStackTrace } = event;
    const frames = callFrames.map((frame, i) => ({
      ...this.#frame(firstId + i, frameName(frame), frame.location),
      canRestart: canRestart(event, frame),
    }));
    for (let trace = asyncStackTrace; trace !== undefined; trace = trace.parent) {
      if (trace.callFrames.length === 0) continue;
      const line = separator(firstId + frames.length, trace.description ?? "async");
      // Between frames that stand back it stands back too: editors fold them into one row then.
      if (!trace.callFrames.some((frame) => this.isUsers(frame))) line.presentationHint = "subtle";
      frames.push({ ...line, canRestart: false });
      for (const frame of trace.callFrames)
        frames.push({ ...this.#frame(firstId + frames.length, frame.functionName, frame), canRestart: false });
    }
    if (frames.every(({ presentationHint }) => presentationHint !== undefined)) showTop(frames);
    return frames;
  }

  #frame(id: number, functionName: string, place: Place): DebugProtocol.StackFrame {
    const name = functionName || "(anonymous)";
    const script = this.scripts.get(place.scriptId);
    if (script === undefined) return { id, name, line: 0, column: 0, presentationHint: "subtle" };
    if (isIdle(script.url)) return separator(id, IDLE_FRAME);
    const generated = { lineNumber: place.lineNumber, columnNumber: place.columnNumber ?? 0 };
    const at = toSource(script, generated);
    const foreign = this.isForeign(script) || (at !== null && this.userCode.isForeign(at.file));
    return {
      id,
      name,
      line: at?.line ?? generated.lineNumber + 1,
      column: at?.column ?? generated.columnNumber + 1,
      source: {
        ...this.show(script, at?.file ?? null),
        ...(foreign ? { presentationHint: "deemphasize" as const, origin: "skipped" } : {}),
      },
      ...(foreign ? { presentationHint: "subtle" as const } : {}),
    };
  }
}

/** Editors go to the first frame that does not stand back, and to nothing where all do. VS Code knows a source once: its hint is that of the last frame. */
function showTop(frames: readonly DebugProtocol.StackFrame[]): void {
  for (const { source } of frames) delete source?.presentationHint;
  const [top] = frames;
  if (top !== undefined) top.presentationHint = "normal";
}

/** The line between a function and who waits for it. */
function separator(id: number, description: string): DebugProtocol.StackFrame {
  return { id, name: description, line: 0, column: 0, presentationHint: "label" };
}

/** `DigitsClassifier.trainingStep` for a method. */
function frameName({ this: receiver, functionName }: Protocol.Debugger.CallFrame): string {
  const name = functionName || "(anonymous)";
  return receiver.type === "object" &&
    receiver.className &&
    !["Object", "global", "Promise", "Module"].includes(receiver.className)
    ? `${receiver.className}.${name}`
    : name;
}
