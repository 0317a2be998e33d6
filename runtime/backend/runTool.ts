import { spawn } from "node:child_process";
import { constants } from "node:os";
import { basename } from "node:path";

/** A program and the arguments that always come first, as `["python3", "-m", "pip"]`. */
export type Tool = readonly [command: string, ...args: string[]];

/** A program that failed. The message has its command line, its last lines and how to go on; `summary` fits into a sentence. */
export class ToolError extends Error {
  override name = "ToolError";

  constructor(
    readonly summary: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How to go on when it fails: a sentence. */
  readonly remedy: string;
}

const SHOWN_LINES = 8;

/** What asks this process to end, and then the program that it runs too. */
const STOP_SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program to its end.
 *
 * @throws ToolError when it cannot be started or ends with another code than 0.
 */
export function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<void> {
  const { remedy, ...where } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...where, stdio: ["ignore", "pipe", "pipe"], shell: needsShell(command) });
    let output = "";
    const take = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const stop = (signal: NodeJS.Signals) => {
      child.kill(signal);
      process.exit(128 + constants.signals[signal]);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
    child.on("error", (error) => reject(toolError([command, ...args], error.message, "", remedy)));
    child.on("close", (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, stop);
      if (code === 0) return resolve();
      reject(toolError([command, ...args], signal ?? `exit code ${code}`, output, remedy));
    });
  });
}

/** The first of some programs that runs here; null: none does. */
export async function firstTool(candidates: readonly Tool[]): Promise<Tool | null> {
  for (const candidate of candidates) {
    const [command, ...args] = candidate;
    try {
      await runTool(command, [...args, "--version"], { remedy: "" });
      return candidate;
    } catch {
      // Not installed under this name: the next one is tried.
    }
  }
  return null;
}

function toolError(command: readonly string[], ending: string, output: string, remedy: string): ToolError {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== "");
  const cause = lines.at(-1)?.trim() ?? ending;
  return new ToolError(
    `\`${shortName(command)}\` failed (${cause})`,
    [
      `\`${command.map(quoted).join(" ")}\` failed (${ending})${lines.length === 0 ? "." : ":"}`,
      ...lines.slice(-SHOWN_LINES).map((line) => `  ${line}`),
      remedy,
    ].join("\n"),
  );
}

/** The program and, for those that have one, the subcommand: `pip3 download`, `g++`. npm's script goes by npm's name. */
function shortName([program = "", ...args]: readonly string[]): string {
  const [first = "", ...rest] = args;
  if (basename(first) === "npm-cli.js") return shortName(["npm", ...rest]);
  if (first === "-m") return shortName(rest);
  return [basename(program), ...(/^[a-z]+$/.test(first) ? [first] : [])].join(" ");
}

function quoted(word: string): string {
  if (word.includes("\n")) return "'…'";
  return /\s/.test(word) ? JSON.stringify(word) : word;
}

/** npm is a script on Windows, which only a shell starts. */
function needsShell(command: string): boolean {
  return process.platform === "win32" && command.endsWith(".cmd");
}
