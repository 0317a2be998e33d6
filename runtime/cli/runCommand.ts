import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBackend } from "../backend/ensureBackend.js";
import { registerTypeScript } from "../loader/registerTypeScript.js";
import { originalPlace } from "../loader/stackPlaces.js";
import { packageFolder } from "../packageFolder.js";
import type { CommandOutput } from "./commandOutput.js";

/**
 * `lightning run FILE`: runs a TypeScript or JavaScript program in this very process, straight from its source. A program that throws
 * ends with the place in the user's own code and exit code 1; one that is interrupted ends as a shell expects.
 */
export async function runCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined) {
    io.err("lightning run needs a program: `lightning run main.ts`.");
    return 2;
  }
  const program = resolve(file);
  if (!existsSync(program)) {
    io.err(
      `lightning run ${file}: there is no such file in ${process.cwd()}. Give the path of the experiment's main.ts.`,
    );
    return 2;
  }
  await ensureBackend((line) => io.err(line));
  process.argv = [process.execPath, program, ...rest];
  // Before source maps are on: Node would read those of all that the runtime loads.
  if (runtimeOf(program) === packageFolder()) await import("../index.js");
  registerTypeScript();
  // The terminal may be gone before the run is: that alone ends nothing.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  // As Node does it, an error ends the process whatever else is still open in it; a promise that nobody awaits comes here too.
  const end = (error: unknown) => process.exit(report(error, io));
  process.on("uncaughtException", end);
  await import(pathToFileURL(program).href).catch(end);
  return Number(process.exitCode ?? 0);
}

/** The folder of the runtime that a program imports; null: none is installed there. */
function runtimeOf(program: string): string | null {
  try {
    return dirname(createRequire(program).resolve("lightning-runtime/package.json"));
  } catch {
    return null;
  }
}

/** Says what ended the program, with the user's file and line first, and gives the exit code. */
function report(error: unknown, io: CommandOutput): number {
  if (!(error instanceof Error)) {
    io.err(`The program threw ${String(error)}.`);
    return 1;
  }
  if (error.name === "Interruption" && "exitCode" in error) {
    io.err(error.message);
    return Number(error.exitCode);
  }
  const place = originalPlace(error.stack ?? "");
  if (place !== null) io.err(`${place.file}:${place.line}:${place.column}`);
  io.err(error.stack ?? `${error.name}: ${error.message}`);
  return 1;
}
