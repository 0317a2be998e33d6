import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../experiment.js";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `lightning ARGUMENTS` in a process of its own, leader of its process group. */
export class Lightning {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #out = "";
  #err = "";

  constructor(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, [join(root, "runtime", "dist", "cli.js"), ...args], {
      cwd,
      env: { ...process.env, LIGHTNING_BACKEND: "cpu", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#child.stdout?.on("data", (data: Buffer) => {
      this.#out += data.toString();
    });
    this.#child.stderr?.on("data", (data: Buffer) => {
      this.#err += data.toString();
    });
    this.#ended = new Promise((resolve) =>
      this.#child.on("close", (code) => resolve({ code, out: this.#out, err: this.#err })),
    );
  }

  /** Resolves when the output has the text. */
  async says(text: string): Promise<void> {
    while (!this.#out.includes(text)) {
      const next = new Promise((resolve) => this.#child.stdout?.once("data", resolve));
      const over = await Promise.race([next.then(() => false), this.#ended.then(() => true)]);
      if (over) throw new Error(`It ended without saying ${text}:\n${this.#out}${this.#err}`);
    }
  }

  kill(to: "process" | "group", signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid !== undefined) process.kill(to === "group" ? -pid : pid, signal);
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** True while a process of its group is there: itself, or one that it started. Those that were told to end may take a moment. */
  get isGroupAlive(): boolean {
    try {
      process.kill(-(this.#child.pid ?? 0), 0);
      return true;
    } catch {
      // No such process.
      return false;
    }
  }
}

export function lightning(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Lightning(cwd, args, env).ended();
}

/** A file of the first run in an experiment. */
export function runFile(folder: string, name: string): string {
  return readFileSync(join(folder, "lightning_logs", "version_0", name), "utf8");
}
