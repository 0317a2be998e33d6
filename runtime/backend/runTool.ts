import { spawn } from "node:child_process";

/** A tool that failed: its command line, its last lines, and how to go on. */
export class ToolError extends Error {
  override name = "ToolError";
}

const SHOWN_LINES = 8;

/**
 * Runs a program and collects what it prints.
 *
 * @param remedy how to go on when it fails, as a sentence.
 * @throws ToolError when it cannot be started or ends with another code than 0.
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly remedy: string },
): Promise<string> {
  const { remedy, ...where } = options;
  return new Promise((resolve, reject) => {
    // npm is a script on Windows, which only a shell starts.
    const child = spawn(command, args, {
      ...where,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command.endsWith(".cmd"),
    });
    let output = "";
    const take = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) =>
      reject(new ToolError(`\`${command}\` could not be started (${error.message}). ${remedy}`, { cause: error })),
    );
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const last = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n  ");
      reject(
        new ToolError(
          `\`${[command, ...args].join(" ")}\` failed (${signal ?? `exit code ${code}`}):\n  ${last}\n${remedy}`,
        ),
      );
    });
  });
}

/** The first of some programs that starts with the given arguments; null: none does. */
export async function firstTool(
  candidates: readonly (readonly string[])[],
  probe: readonly string[],
): Promise<readonly string[] | null> {
  for (const candidate of candidates) {
    const [command = "", ...args] = candidate;
    try {
      await runTool(command, [...args, ...probe], { remedy: "" });
      return candidate;
    } catch {
      // Not installed under this name.
    }
  }
  return null;
}
