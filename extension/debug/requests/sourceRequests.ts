import { readFileSync } from "node:fs";
import { adapterErrors } from "../adapterErrors.js";
import { sourceText } from "../scripts.js";
import type { ReferredSource } from "../sourceReferences.js";
import type { ProgramThread } from "../threads/programThread.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** The program's code. */
export const sourceRequests: RequestTable = {
  async source(session: Session, { source, sourceReference }: DebugProtocol.SourceArguments) {
    const path = source?.path ?? null;
    const wanted = session.sources.get(source?.sourceReference ?? sourceReference) ?? loaded(session, path);
    if (wanted === null) throw new Error(adapterErrors.noSource());
    const { thread, script, file } = wanted;
    const written = file === null ? null : (textOf(file) ?? sourceText(script, file));
    return {
      content: written ?? (await thread.source(script)),
      mimeType: /\.[cm]?tsx?$/.test(file ?? "") ? "text/x-typescript" : "text/javascript",
    };
  },
  async loadedSources(session: Session) {
    const sources = new Map<string, DebugProtocol.Source>();
    for (const thread of session.allThreads) {
      for (const script of thread.scripts.all()) {
        const files = script.file === null || thread.frames.isForeign(script) ? [] : (script.map?.files ?? []);
        for (const file of files.length === 0 ? [script.file] : files) {
          const source = session.sources.of(thread, script, file);
          sources.set(source.path ?? `${source.name}`, source);
        }
      }
    }
    return { sources: [...sources.values()] };
  },
};

/** A file that some thread runs; null: none does. */
function loaded(session: Session, file: string | null): ReferredSource<ProgramThread> | null {
  for (const thread of file === null ? [] : session.allThreads) {
    const script = thread.scripts.ofFile(file ?? "")[0];
    if (script !== undefined) return { thread, script, file };
  }
  return null;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
