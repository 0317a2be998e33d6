import { OutputEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { MarkReader } from "./outputMarks.js";

export type OutputCategory = "stdout" | "stderr";

/** A frame that printed something, as V8 counts: from 1. */
export interface PrintingFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where the first of some frames that is the user's stands in their source; null: none is. */
export type FindPlace = (
  frames: readonly PrintingFrame[],
) => { readonly source: DebugProtocol.Source; readonly line: number; readonly column: number } | null;

/** What a program prints, as output events with the place of the call where it is known. */
export class ProgramOutput {
  readonly #readers: Readonly<Record<OutputCategory, MarkReader>> = {
    stdout: new MarkReader(),
    stderr: new MarkReader(),
  };

  constructor(
    private readonly find: FindPlace,
    private readonly send: (event: DebugProtocol.OutputEvent) => void,
  ) {}

  receive(category: OutputCategory, chunk: string): void {
    for (const { text, frames } of this.#readers[category].read(chunk)) {
      const shown = category === "stderr" ? withoutInspectorLines(text) : text;
      if (shown === "") continue;
      const event: DebugProtocol.OutputEvent = new OutputEvent(shown, category);
      Object.assign(event.body, frames === null ? {} : (this.find(parseFrames(frames)) ?? {}));
      this.send(event);
    }
  }
}

function parseFrames(text: string): PrintingFrame[] {
  return text.split("\n").flatMap((line) => {
    const match = /^(.+):(\d+):(\d+)$/.exec(line);
    return match === null ? [] : [{ file: match[1] ?? "", line: Number(match[2]), column: Number(match[3]) }];
  });
}

function withoutInspectorLines(text: string): string {
  return text.replace(/^(Debugger (listening|attached|ending)|For help, see|Waiting for the debugger).*\n?/gm, "");
}
