import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { launchVariables } from "../../../runtime/protocol/launch.js";
import { runtimeCli } from "../../run/runtimeCli.js";
import { adapterErrors } from "../adapterErrors.js";
import { CdpTransport } from "../cdpTransport.js";
import { PipeChannel } from "../channels/pipeChannel.js";
import { esbuildFile } from "../evaluation/esbuildFile.js";
import type { LaunchConfiguration } from "../launchConfiguration.js";
import type { OutputCategory } from "../output/programOutput.js";
import { UserCode } from "../userCode.js";
import type { Debuggee } from "./debuggee.js";
import { Ending } from "./ending.js";
import { checkNodeVersion, checkRuntime } from "./versions.js";

const CONNECT_MS = 20_000;
/** How long output may take after the program's end, in ms. */
const DRAIN_MS = 1_000;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** A Node process that this adapter has started, which runs the experiment through its own runtime. */
export class LaunchedProgram implements Debuggee {
  readonly ended: Promise<number>;
  readonly pid: number | null;
  readonly isOutputRead = true;
  readonly #ending: Ending;
  #isEnded = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly cdp: CdpTransport,
    readonly userCode: UserCode,
    readonly program: string,
    private readonly cli: string,
  ) {
    this.pid = child.pid ?? null;
    this.ended = ended(child);
    void this.ended.then(() => {
      this.#isEnded = true;
      cdp.dispose();
    });
    this.#ending = new Ending({
      ended: this.ended,
      ask: () => this.#ask(),
      force: () => void child.kill("SIGKILL"),
    });
  }

  /**
   * Starts the program; it waits for `start()` before it runs.
   *
   * @param signal the session is over: whatever was started ends.
   */
  static async launch(
    configuration: LaunchConfiguration,
    output: (category: OutputCategory, text: string) => void,
    signal: AbortSignal,
  ): Promise<LaunchedProgram> {
    const cli = runtimeCli(configuration.program);
    if (cli === null) throw new Error(adapterErrors.runtimeMissing(dirname(configuration.program)));
    checkRuntime(cli);
    if (signal.aborted) throw new Error(adapterErrors.sessionOver());
    const pipe = pipePath();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(pipe, resolve));
    const child = spawned(configuration, cli, pipe);
    child.stdout?.setEncoding("utf8").on("data", (text: string) => output("stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => output("stderr", text));
    try {
      const socket = await connection(server, child, configuration.runtimeExecutable, signal);
      const cdp = new CdpTransport(new PipeChannel(socket));
      checkNodeVersion(await nodeVersion(cdp), configuration.runtimeExecutable);
      if (signal.aborted) throw new Error(adapterErrors.sessionOver());
      const { justMyCode, skipFiles } = configuration;
      const userCode = new UserCode({ runtimeCli: cli, justMyCode, skipFiles });
      return new LaunchedProgram(child, cdp, userCode, configuration.program, cli);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    } finally {
      server.close();
      if (process.platform !== "win32") rmSync(pipe, { force: true });
    }
  }

  readonly esbuild = (): string | null => esbuildFile(this.cli);

  alwaysMapped(file: string): boolean {
    return TYPESCRIPT.test(file);
  }

  async start(): Promise<void> {
    await this.cdp.request("Bridge.start");
  }

  get isEnding(): boolean {
    return this.#ending.isUnderWay;
  }

  terminate(): Promise<void> {
    return this.#ending.terminate();
  }

  async kill(): Promise<void> {
    if (!this.#isEnded) await this.#ending.kill();
  }

  async detach(): Promise<void> {
    await this.cdp.request("Bridge.detach").catch(() => undefined);
    this.cdp.dispose();
    // What it prints is still read, or it would wait for that; it does not hold this process.
    for (const stream of [this.child.stdout, this.child.stderr]) (stream as Socket | null)?.unref();
    this.child.unref();
  }

  async #ask(): Promise<void> {
    if (this.#isEnded) return;
    // Whatever it is paused at, nothing stops it any more.
    await Promise.allSettled([
      this.cdp.request("NodeWorker.disable"),
      this.cdp.send("Debugger.disable"),
      this.cdp.request("Bridge.start"),
    ]);
    this.child.kill("SIGINT");
  }
}

/** The exit code, once all that the program has printed is read. What it has started may hold its output open: that is not waited for. */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve(code ?? (signal === null ? 1 : 128 + (constants.signals[signal] ?? 9)));
    child.once("close", end);
    child.once("exit", (code, signal) => void setTimeout(() => end(code, signal), DRAIN_MS).unref());
  });
}

function spawned(configuration: LaunchConfiguration, cli: string, pipe: string): ChildProcess {
  const { runtimeExecutable, runtimeArgs, program, args, cwd } = configuration;
  return spawn(runtimeExecutable, ["--require", bridgeFile(), ...runtimeArgs, cli, "run", program, ...args], {
    cwd,
    env: environment(configuration, pipe),
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
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
function connection(server: Server, child: ChildProcess, executable: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(adapterErrors.notConnected(CONNECT_MS / 1000)), CONNECT_MS);
    const abort = () => fail(adapterErrors.sessionOver());
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    const fail = (message: string) => {
      settle();
      reject(new Error(message));
    };
    signal.addEventListener("abort", abort);
    server.once("connection", (socket) => {
      settle();
      resolve(socket);
    });
    child.once("error", (error) => fail(adapterErrors.noNode(executable, error.message)));
    child.once("exit", (code) => fail(adapterErrors.endedEarly(code)));
  });
}

/** The bridge says it first of all. */
function nodeVersion(cdp: CdpTransport): Promise<string> {
  return new Promise((resolve, reject) => {
    cdp.onAny("Bridge.hello", ({ node }: { node: string }) => resolve(node));
    cdp.onClose(() => reject(new Error(adapterErrors.endedEarly(null))));
  });
}
