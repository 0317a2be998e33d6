// Named steps on the terminal: what each does, how long it took, and, when it fails, which command failed and how to go on.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** A step that failed; its message is all that a user needs. */
export class StepError extends Error {}

/** Somebody pressed Ctrl-C, or a signal asked to end. */
class Stopped extends Error {
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs one step and says how long it took. */
export async function step(name, work) {
  process.stdout.write(`▸ ${name} …\n`);
  const start = performance.now();
  const result = await work();
  const note = typeof result === "string" && result !== "" ? `: ${result}` : "";
  process.stdout.write(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)${note}\n`);
  return result;
}

/**
 * Runs a program and collects its output; arguments are never joined into a shell line, so paths may have spaces.
 * `show` passes the output on while it runs. A signal goes to the program too, and this waits for its end.
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
    const collect = (data) => {
      output += data;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    let stopped = null;
    const stop = (signal) => {
      stopped ??= new Stopped(signal);
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    child.on("error", (error) =>
      reject(new StepError(`\`${command}\` could not be started: ${error.message}\n${remedy}`)),
    );
    child.on("close", (code, signal) => {
      for (const name of SIGNALS) process.off(name, stop);
      if (stopped !== null) return reject(stopped);
      if (okCodes.includes(code)) return resolve(output);
      const last = output.trimEnd().split("\n").slice(-40).join("\n");
      const said = last === "" ? "" : `\n${last}`;
      reject(
        new StepError(
          `This command failed (${signal ?? `exit code ${code}`}):\n  ${[command, ...args].join(" ")}${said}\n${remedy}`,
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
    process.exitCode = error instanceof Stopped ? error.exitCode : 1;
    process.stderr.write(
      `\n✗ ${error instanceof StepError || error instanceof Stopped ? error.message : error.stack}\n`,
    );
  }
}
