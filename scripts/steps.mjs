// Named steps on the terminal: what each does, how long it took, and, when it fails, which command failed and how to go on.
import { spawn } from "node:child_process";

/** A step that failed; its message is all that a user needs. */
export class StepError extends Error {}

/** Runs one step and says how long it took. */
export async function step(name, work) {
  process.stdout.write(`▸ ${name} …\n`);
  const start = performance.now();
  const result = await work();
  process.stdout.write(
    `✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)${typeof result === "string" ? `: ${result}` : ""}\n`,
  );
  return result;
}

/**
 * Runs a program and collects its output; arguments are never joined into a shell line, so paths may have spaces.
 * `show` passes the output on while it runs.
 */
export function run(command, args, { cwd, env, show = false, remedy = "", okCodes = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const isScript = process.platform === "win32" && command.endsWith(".cmd");
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
      shell: isScript,
    });
    let output = "";
    child.stdout?.on("data", (data) => {
      output += data;
    });
    child.stderr?.on("data", (data) => {
      output += data;
    });
    child.on("error", (error) =>
      reject(new StepError(`\`${command}\` could not be started: ${error.message}\n${remedy}`)),
    );
    child.on("close", (code, signal) => {
      if (okCodes.includes(code)) return resolve(output);
      const last = output.trimEnd().split("\n").slice(-40).join("\n");
      reject(
        new StepError(
          `This command failed (${signal ?? `exit code ${code}`}):\n  ${[command, ...args].join(" ")}\n${last}\n${remedy}`,
        ),
      );
    });
  });
}

/** Runs a script's main function; a failing step ends it with its message and exit code 1. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n✗ ${error instanceof StepError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
