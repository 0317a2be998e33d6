import { basename } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { type Scripts, toSource } from "./scripts.js";

/** The frames of a paused program as the editor shows them: in the user's source, with the code of others standing back. */
export class Frames {
  constructor(
    private readonly scripts: Scripts,
    private readonly isForeign: (file: string) => boolean,
  ) {}

  /** True for a frame of the user's own code. */
  isUsers(frame: Protocol.Debugger.CallFrame | undefined): boolean {
    const file = this.scripts.get(frame?.location.scriptId ?? "")?.file ?? null;
    return file !== null && !this.isForeign(file);
  }

  stackFrame(frame: Protocol.Debugger.CallFrame, index: number): DebugProtocol.StackFrame {
    const script = this.scripts.get(frame.location.scriptId);
    const place =
      script === undefined
        ? null
        : toSource(script, { lineNumber: frame.location.lineNumber, columnNumber: frame.location.columnNumber ?? 0 });
    const name = frame.functionName || "(anonymous)";
    if (place === null) return { id: index, name, line: 0, column: 0, presentationHint: "subtle" };
    const foreign = this.isForeign(place.file);
    return {
      id: index,
      name: frameName(frame, name),
      line: place.line,
      column: place.column,
      source: {
        name: basename(place.file),
        path: place.file,
        ...(foreign ? { presentationHint: "deemphasize" as const } : {}),
      },
      ...(foreign ? { presentationHint: "subtle" as const } : {}),
    };
  }
}

/** `DigitsClassifier.trainingStep` for a method. */
function frameName({ this: receiver }: Protocol.Debugger.CallFrame, name: string): string {
  return receiver.type === "object" &&
    receiver.className &&
    !["Object", "global", "Promise"].includes(receiver.className)
    ? `${receiver.className}.${name}`
    : name;
}
