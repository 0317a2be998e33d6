import { getEnvironmentData, isMainThread } from "node:worker_threads";
import { CLOSE_MARK, openMark } from "../output/outputMarks.js";

/** Under this name the main thread tells its workers, and nobody else, that a debugger reads the output. */
export const isDebugged = "lightning.debugged";

/** The others (`trace`, `table`, `assert`, `group`) print through these. */
const METHODS = ["log", "info", "debug", "warn", "error", "dir", "dirxml"] as const;
/** Frames of a call of `console` that are told: the innermost may be in a package, then one of the user's is a bit further out. */
const FRAMES = 4;
/** Frames that are looked at for these: some are Node's own. */
const SEARCHED_FRAMES = 12;

type Print = (...args: unknown[]) => void;
type Write = (chunk: unknown, ...rest: unknown[]) => boolean;

/**
 * Makes `console` say in the output itself from where it was called. So the place never gets lost or out of order, as it does when it comes
 * over another connection.
 */
export function markConsole(): void {
  if (!isMainThread && getEnvironmentData(isDebugged) !== true) return;
  let caller: string | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    // Else what a program prints before `process.exit` is lost when its reader is slower.
    (stream as { _handle?: { setBlocking?(blocking: boolean): void } })._handle?.setBlocking?.(true);
    const target = stream as { write: Write };
    const write = target.write.bind(stream) as Write;
    target.write = (chunk, ...rest) =>
      write(caller !== null && typeof chunk === "string" ? openMark(caller) + chunk + CLOSE_MARK : chunk, ...rest);
  }
  const methods = console as unknown as Record<string, Print>;
  for (const name of METHODS) {
    const print = methods[name] as Print;
    // A method of an object literal has its name, as the original does.
    const { [name]: marked } = {
      [name](this: unknown, ...args: unknown[]): void {
        const outer = caller;
        caller ??= callerOf(marked as Print);
        try {
          print.apply(this, args);
        } finally {
          caller = outer;
        }
      },
    };
    methods[name] = marked as Print;
  }
}

/** Where a function was called from: `file:line:column` for the innermost frames, one a line, as V8 counts in what it runs. */
function callerOf(callee: Print): string {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = SEARCHED_FRAMES;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, callee);
    return (holder.stack ?? [])
      .filter((site) => !(site.getFileName() ?? "node:").startsWith("node:"))
      .slice(0, FRAMES)
      .map((site) => `${site.getFileName() ?? ""}:${site.getLineNumber() ?? 0}:${site.getColumnNumber() ?? 0}`)
      .join("\n");
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
}
