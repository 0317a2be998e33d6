import { spawn } from "node:child_process";
import type { CancellationToken } from "vscode";

const SHOWN_LINES = 6;

/**
 * Runs a program to its end and tells its lines as they come.
 *
 * @throws when it cannot be started, fails, or is cancelled; the message is for the user.
 */
export function runTool(
  command: string,
  args: readonly string[],
  cancelled: CancellationToken,
  say: (line: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    const take = (data: Buffer) => {
      for (const line of data.toString().split("\n")) {
        if (line.trim() === "") continue;
        lines.push(line);
        say(line);
      }
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const cancellation = cancelled.onCancellationRequested(() => child.kill());
    child.once("error", (error) => {
      cancellation.dispose();
      reject(
        new Error(
          `\`${command}\` could not be started (${error.message}). Install Node 20.19 or later, or set \`lightning.nodePath\` to it.`,
        ),
      );
    });
    child.once("close", (code) => {
      cancellation.dispose();
      if (code === 0) return resolve();
      reject(
        new Error(
          cancelled.isCancellationRequested
            ? "Cancelled. What was written so far stays."
            : lines.slice(-SHOWN_LINES).join("\n"),
        ),
      );
    });
  });
}
