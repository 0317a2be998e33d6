import { toSource } from "../scripts.js";
import type { SourceReferences } from "../sourceReferences.js";
import type { ProgramThread } from "../threads/programThread.js";
import type { FindPlace } from "./programOutput.js";

/** Finds the user's own line that printed something. */
export function placeOf(threads: () => readonly ProgramThread[], sources: SourceReferences<ProgramThread>): FindPlace {
  return (frames) => {
    for (const { file, line, column } of frames) {
      for (const thread of threads()) {
        const script = thread.scripts.ofUrl(file);
        if (script === undefined || thread.frames.isForeign(script)) continue;
        const at = toSource(script, { lineNumber: line - 1, columnNumber: column - 1 });
        if (at !== null) return { source: sources.of(thread, script, at.file), line: at.line, column: at.column };
      }
    }
    return null;
  };
}
