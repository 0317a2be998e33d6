import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { launchVariables } from "../../runtime/protocol/launch.js";
import { runtimeCli } from "../run/runtimeCli.js";
import { adapterErrors } from "./adapterErrors.js";
import { CdpTransport } from "./cdpTransport.js";
import type { LaunchConfiguration } from "./launchConfiguration.js";
import { UserCode } from "./userCode.js";

const CONNECT_MS = 20_000;
const GRACE_MS = 5_000;

export type OutputCategory = "stdout" | "stderr";

/** The program that is debugged: a Node process that runs the experiment through its own runtime. */
export class Debuggee {
  #ended = false;
  #termination: Promise<void> | null = null;
  readonly exited: Promise<number>;

  private constructor(
    private readonly child: ChildProcess,
    readonly cdp: CdpTransport,
    readonly userCode: UserCode,
  ) {
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.#ended = true;
        resolve(code ?? (signal === null ? 1 : 128 + 9));
      });
    });
  }

  /** Starts the program; it waits for `cdp.start()` before it runs. */
  static async launch(
    configuration: LaunchConfiguration,
    output: (category: OutputCategory, text: string) => void,
  ): Promise<Debuggee> {
    const cli = runtimeCli(configuration.program);
    if (cli === null) throw new Error(adapterErrors.runtimeMissing(dirname(configuration.program)));
    const pipe = pipePath();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(pipe, resolve));
    const child = spawn(
      configuration.runtimeExecutable,
      ["--require", bridgeFile(), cli, "run", configuration.program, ...configuration.args],
      {
        cwd: configuration.cwd,
        env: environment(configuration, pipe),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    child.stdout?.setEncoding("utf8").on("data", (text: string) => output("stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => output("stderr", withoutInspectorLines(text)));
    try {
      return new Debuggee(
        child,
        new CdpTransport(await connection(server, child, configuration.runtimeExecutable)),
        new UserCode(cli),
      );
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    } finally {
      server.close();
      if (process.platform !== "win32") rmSync(pipe, { force: true });
    }
  }

  get isEnding(): boolean {
    return this.#termination !== null;
  }

  /** Asks the program to end, as Ctrl-C does, and ends it by force when it does not. Asking again changes nothing. */
  terminate(): Promise<void> {
    this.#termination ??= this.#terminate();
    return this.#termination;
  }

  async #terminate(): Promise<void> {
    if (this.#ended) return;
    await Promise.allSettled([
      this.cdp.send("Debugger.setBreakpointsActive", { active: false }),
      this.cdp.send("Debugger.setPauseOnExceptions", { state: "none" }),
    ]);
    await this.cdp.send("Debugger.disable").catch(() => undefined);
    this.child.kill("SIGINT");
    await this.#killAfter(GRACE_MS);
  }

  /** Ends the program at once. */
  async kill(): Promise<void> {
    if (this.#ended) return;
    this.child.kill("SIGKILL");
    await this.exited;
  }

  async #killAfter(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.child.kill("SIGKILL"), graceMs);
    await this.exited;
    clearTimeout(timer);
  }
}

function pipePath(): string {
  const name = `lightning-debug-${process.pid}-${randomBytes(6).toString("hex")}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/** The preload, which lies beside the bundle of this adapter. */
function bridgeFile(): string {
  return join(__dirname, "debugBridge.cjs");
}

function environment(configuration: LaunchConfiguration, pipe: string): NodeJS.ProcessEnv {
  const overrides =
    Object.keys(configuration.overrides).length === 0
      ? {}
      : { [launchVariables.overrides]: JSON.stringify(configuration.overrides) };
  const { ELECTRON_RUN_AS_NODE: _electron, NODE_OPTIONS: _options, ...inherited } = process.env;
  return { ...inherited, ...configuration.env, ...overrides, LIGHTNING_DEBUG_PIPE: pipe };
}

/** The bridge's connection; an error when the program cannot be started, or ends before it connects. */
function connection(server: Server, child: ChildProcess, executable: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(adapterErrors.notConnected(CONNECT_MS / 1000))), CONNECT_MS);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    server.once("connection", (socket) => settle(() => resolve(socket)));
    child.once("error", (error) => settle(() => reject(new Error(adapterErrors.noNode(executable, error.message)))));
    child.once("exit", (code) =>
      settle(() =>
        reject(
          new Error(
            `The program ended with exit code ${code} before the debugger was connected. See the Debug Console.`,
          ),
        ),
      ),
    );
  });
}

function withoutInspectorLines(text: string): string {
  return text.replace(/^(Debugger (listening|attached|ending)|For help, see|Waiting for the debugger).*\n?/gm, "");
}
