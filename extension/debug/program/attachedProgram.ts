import { runtimeCli } from "../../run/runtimeCli.js";
import type { AttachConfiguration } from "../attachConfiguration.js";
import { CdpTransport } from "../cdpTransport.js";
import { WebSocketChannel } from "../channels/webSocketChannel.js";
import { esbuildFile } from "../evaluation/esbuildFile.js";
import { UserCode } from "../userCode.js";
import type { Debuggee } from "./debuggee.js";
import { Ending } from "./ending.js";
import { inspectorTarget } from "./inspectorTarget.js";
import { checkNodeVersion } from "./versions.js";

/** What a Node process tells of itself; nothing while it waits before its first line. */
interface ProcessFacts {
  readonly pid: number | null;
  readonly program: string | null;
}

const FACTS = "({ pid: process.pid, program: process.argv[1] ?? null })";

/** A Node process that runs already, with its own inspector open. */
export class AttachedProgram implements Debuggee {
  readonly ended: Promise<null>;
  readonly pid: number | null;
  readonly program: string | null;
  readonly userCode: UserCode;
  readonly isOutputRead = false;
  readonly #cli: string | null;
  readonly #ending: Ending;

  private constructor(
    readonly cdp: CdpTransport,
    { pid, program }: ProcessFacts,
    entry: string | null,
    private readonly configuration: AttachConfiguration,
  ) {
    this.pid = pid;
    this.program = program;
    this.#cli = isHere(configuration.host) ? cliOf(program, entry) : null;
    const { justMyCode, skipFiles } = configuration;
    this.userCode = new UserCode({ runtimeCli: this.#cli, justMyCode, skipFiles });
    this.ended = new Promise((resolve) => cdp.onClose(() => resolve(null)));
    // It has run to its end, and waits for the debugger before it goes.
    cdp.onAny("NodeRuntime.waitingForDisconnect", () => cdp.dispose());
    this.#ending = new Ending({ ended: this.ended, ask: () => this.#ask(), force: () => this.#signal("SIGKILL") });
  }

  /** @throws what to do when nothing, or something else, listens there. */
  static async attach(configuration: AttachConfiguration): Promise<AttachedProgram> {
    const { url, nodeVersion, entry } = await inspectorTarget(configuration);
    checkNodeVersion(nodeVersion, "node");
    const cdp = new CdpTransport(await WebSocketChannel.connect(url));
    const { result } = await cdp.send("Runtime.evaluate", { expression: FACTS, returnByValue: true, silent: true });
    const facts = (result.value as ProcessFacts | undefined) ?? { pid: null, program: null };
    const attached = new AttachedProgram(cdp, facts, entry, configuration);
    await cdp.request("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
    return attached;
  }

  readonly esbuild = (): string | null => (this.#cli === null ? null : esbuildFile(this.#cli));

  alwaysMapped(): boolean {
    return false;
  }

  async start(): Promise<void> {
    await this.cdp.send("Runtime.runIfWaitingForDebugger");
  }

  get isEnding(): boolean {
    return this.#ending.isUnderWay;
  }

  terminate(): Promise<void> {
    return this.#ending.terminate();
  }

  kill(): Promise<void> {
    return this.#ending.kill();
  }

  async detach(): Promise<void> {
    await Promise.allSettled([this.cdp.request("NodeWorker.disable"), this.cdp.send("Debugger.disable")]);
    this.cdp.dispose();
  }

  async #ask(): Promise<void> {
    await Promise.allSettled([this.cdp.request("NodeWorker.disable"), this.cdp.send("Debugger.disable")]);
    this.#signal("SIGINT");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid !== null && isHere(this.configuration.host)) {
      try {
        process.kill(this.pid, signal);
      } catch {
        // It has gone already.
      }
    } else this.cdp.post("Runtime.evaluate", { expression: `process.kill(process.pid, ${JSON.stringify(signal)})` });
    if (signal === "SIGKILL") this.cdp.dispose();
  }
}

/** True when an address is of this machine, so that its processes are within reach. */
function isHere(host: string): boolean {
  return ["127.0.0.1", "localhost", "::1"].includes(host);
}

/** The runtime's CLI: that of the experiment, or the one that Node was started with. */
function cliOf(program: string | null, entry: string | null): string | null {
  const own = program === null ? null : runtimeCli(program);
  return own ?? (entry !== null && /[\\/]dist[\\/]cli\.js$/.test(entry) ? entry : null);
}
