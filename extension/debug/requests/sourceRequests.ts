import { adapterErrors } from "../adapterErrors.js";
import { sourceText } from "../scripts.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** The program's code. */
export const sourceRequests: RequestTable = {
  async source(session: Session, { source, sourceReference }: DebugProtocol.SourceArguments) {
    const wanted = session.sources.get(source?.sourceReference ?? sourceReference);
    if (wanted === undefined) throw new Error(adapterErrors.noSource());
    const { thread, script, file } = wanted;
    const written = file === null ? null : sourceText(script, file);
    return { content: written ?? (await thread.source(script)), mimeType: "text/javascript" };
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
