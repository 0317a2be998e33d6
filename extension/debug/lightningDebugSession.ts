import {
  BreakpointEvent,
  DebugSession,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  Response,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { DEBUG_SYMBOL } from "../../runtime/protocol/launch.js";
import { adapterErrors } from "./adapterErrors.js";
import { Breakpoints } from "./breakpoints.js";
import { CAPABILITIES } from "./capabilities.js";
import { type CdpTransport, ProgramEnded } from "./cdpTransport.js";
import { Debuggee } from "./debuggee.js";
import { Frames } from "./frames.js";
import { parseLaunchConfiguration } from "./launchConfiguration.js";
import { OneStop } from "./oneStop.js";
import { exceptionInfo, exceptionText, isException, stopReason } from "./pausedEvent.js";
import { scopesOf } from "./scopes.js";
import { type Script, Scripts } from "./scripts.js";
import { Variables } from "./variables.js";

const THREAD = 1;
const API = `globalThis[Symbol.for(${JSON.stringify(DEBUG_SYMBOL)})]`;

type Handler = (args: never) => Promise<object | undefined>;

/** One debug session: the protocol's requests on one side, the paused or running program on the other. */
export class LightningDebugSession extends DebugSession {
  #debuggee: Debuggee | null = null;
  #paused: Protocol.Debugger.PausedEvent | null = null;
  #configured: () => void = () => {};
  readonly #configurationDone = new Promise<void>((resolve) => {
    this.#configured = resolve;
  });
  readonly #scripts = new Scripts();
  readonly #frames = new Frames(this.#scripts, (file) => this.#debuggee?.userCode.isForeign(file) ?? false);
  readonly #variables = new Variables(() => this.#cdp);
  readonly #breakpoints = new Breakpoints(this.#scripts, (breakpoint) =>
    this.sendEvent(new BreakpointEvent("changed", breakpoint)),
  );
  readonly #oneStop = new OneStop(() => this.#cdp);
  #entry: string | null = null;
  #exceptionState: Protocol.Debugger.SetPauseOnExceptionsRequest["state"] = "none";
  #stopNext: "pause" | "entry" | null = null;

  /** The requests that this adapter answers; every one of them goes through `#answer`. */
  readonly #handlers: Readonly<Record<string, Handler>> = {
    initialize: async () => {
      // The editor may configure breakpoints from now on; they are set as scripts are loaded.
      queueMicrotask(() => this.sendEvent(new InitializedEvent()));
      return CAPABILITIES;
    },
    launch: (args: DebugProtocol.LaunchRequestArguments) => this.#launch(args),
    configurationDone: async () => {
      this.#configured();
      return undefined;
    },
    setBreakpoints: async ({ source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments) => ({
      breakpoints: await this.#breakpoints.replace(this.#debuggee?.cdp ?? null, source.path ?? "", breakpoints),
    }),
    setExceptionBreakpoints: async ({ filters }: DebugProtocol.SetExceptionBreakpointsArguments) => {
      this.#exceptionState = filters.includes("all") ? "all" : filters.includes("uncaught") ? "uncaught" : "none";
      await this.#debuggee?.cdp.send("Debugger.setPauseOnExceptions", { state: this.#exceptionState });
      return undefined;
    },
    threads: async () => ({ threads: [new Thread(THREAD, "Trainer")] }),
    stackTrace: async ({ startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments) => {
      const frames = this.#pausedFrames().map((frame, i) => this.#frames.stackFrame(frame, i));
      return {
        stackFrames: frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined),
        totalFrames: frames.length,
      };
    },
    scopes: async ({ frameId }: DebugProtocol.ScopesArguments) => ({
      scopes: scopesOf(this.#pausedFrames()[frameId], this.#variables),
    }),
    variables: async ({ variablesReference, start, count }: DebugProtocol.VariablesArguments) => ({
      variables: await this.#variables.children(variablesReference, start, count),
    }),
    evaluate: (args: DebugProtocol.EvaluateArguments) => this.#evaluate(args),
    continue: async () => {
      await this.#resume("Debugger.resume");
      return { allThreadsContinued: true };
    },
    next: () => this.#resume("Debugger.stepOver"),
    stepIn: () => this.#resume("Debugger.stepInto"),
    stepOut: () => this.#resume("Debugger.stepOut"),
    pause: async () => {
      this.#stopNext = "pause";
      await this.#oneStop.atNextCall(`${API}?.userFunctions() ?? []`);
      await this.#cdp.send("Debugger.pause");
      return undefined;
    },
    exceptionInfo: async () => exceptionInfo(this.#paused),
    terminate: async () => {
      void this.#debuggee?.terminate();
      return undefined;
    },
    // The editor's second click on "Stop" comes as this: the user does not want to wait.
    disconnect: async () => {
      await (this.#debuggee?.isEnding ? this.#debuggee.kill() : this.#debuggee?.terminate());
      return undefined;
    },
  };

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    void this.#answer(request);
  }

  /** The editor has no use for this session any more. */
  override dispose(): void {
    void this.#debuggee?.terminate();
    super.dispose();
  }

  /** Ends the program when the client goes away without a word. */
  override shutdown(): void {
    void this.#debuggee?.terminate();
    super.shutdown();
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    const response: DebugProtocol.Response = new Response(request);
    const handler = this.#handlers[request.command];
    try {
      if (handler === undefined) throw new Error(adapterErrors.unknownRequest(request.command));
      response.body = await handler(request.arguments as never);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      response.success = false;
      response.message = message;
      response.body = { error: { id: 1, format: message, showUser: request.command === "launch" } };
    }
    this.sendResponse(response);
  }

  get #cdp(): CdpTransport {
    if (this.#debuggee === null) throw new Error(adapterErrors.notPaused());
    return this.#debuggee.cdp;
  }

  async #launch(args: DebugProtocol.LaunchRequestArguments): Promise<undefined> {
    const configuration = parseLaunchConfiguration(args);
    const debuggee = await Debuggee.launch(configuration, (category, text) =>
      this.sendEvent(new OutputEvent(text, category)),
    );
    this.#debuggee = debuggee;
    void debuggee.exited.then((code) => {
      this.sendEvent(new ExitedEvent(code));
      this.sendEvent(new TerminatedEvent());
    });
    const { cdp } = debuggee;
    cdp.on("Debugger.scriptParsed", (event) => this.#scripts.add(event));
    cdp.on("Debugger.paused", (event) => void this.#onPaused(event));
    await Promise.all([
      cdp.send("Runtime.enable"),
      cdp.send("Debugger.enable"),
      cdp.send("Debugger.setInstrumentationBreakpoint", {
        instrumentation: "beforeScriptWithSourceMapExecution",
      } as never),
      ...(configuration.justMyCode
        ? [cdp.send("Debugger.setBlackboxPatterns", { patterns: [...debuggee.userCode.foreignPatterns] })]
        : []),
    ]);
    await this.#configurationDone;
    await cdp.send("Debugger.setPauseOnExceptions", { state: this.#exceptionState });
    this.#entry = configuration.stopOnEntry ? configuration.program : null;
    await cdp.start();
    return undefined;
  }

  async #onPaused(event: Protocol.Debugger.PausedEvent): Promise<void> {
    const { cdp } = this.#debuggee as Debuggee;
    if ((event.reason as string) === "instrumentation") {
      const data = event.data as { scriptId: string } | undefined;
      const script = this.#scripts.get(data?.scriptId ?? "");
      if (script !== undefined) await this.#beforeScript(cdp, script);
      await cdp.send("Debugger.resume").catch(() => undefined);
      return;
    }
    if (this.#stopNext === "pause" && this.#oneStop.isArmed && !this.#frames.isUsers(event.callFrames[0])) {
      // Not where the user can read: on to their own code, which is further up, or will be called in a moment.
      const below = event.callFrames.some((frame) => this.#frames.isUsers(frame));
      await cdp.send(below ? "Debugger.stepOut" : "Debugger.resume").catch(() => undefined);
      return;
    }
    this.#paused = event;
    await this.#oneStop.clear();
    const hit = this.#breakpoints.hit(event.hitBreakpoints ?? []);
    const stopped: DebugProtocol.StoppedEvent = new StoppedEvent(stopReason(event, hit, this.#stopNext), THREAD);
    this.#stopNext = null;
    Object.assign(stopped.body, {
      allThreadsStopped: true,
      hitBreakpointIds: hit,
      ...(isException(event) ? { text: exceptionText(event) } : {}),
    });
    await this.#runtime(`${API}?.beginStop()`);
    this.sendEvent(stopped);
  }

  async #beforeScript(cdp: CdpTransport, script: Script): Promise<void> {
    await this.#breakpoints.bindScript(cdp, script);
    if (script.file !== this.#entry) return;
    this.#stopNext = "entry";
    await this.#oneStop.atStart(script);
  }

  async #resume(
    command: "Debugger.resume" | "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut",
  ): Promise<undefined> {
    this.#pausedFrames();
    await this.#runtime(`${API}?.endStop()`);
    this.#paused = null;
    this.#variables.clear();
    // A program that runs to its end may close the connection before it answers.
    await this.#cdp.send(command).catch((error: unknown) => {
      if (!(error instanceof ProgramEnded)) throw error;
    });
    return undefined;
  }

  async #runtime(expression: string): Promise<void> {
    await this.#cdp.send("Runtime.evaluate", { expression, silent: true, returnByValue: true }).catch(() => undefined);
  }

  #pausedFrames(): readonly Protocol.Debugger.CallFrame[] {
    if (this.#paused === null) throw new Error(adapterErrors.notPaused());
    return this.#paused.callFrames;
  }

  async #evaluate({ expression, frameId, context }: DebugProtocol.EvaluateArguments): Promise<object> {
    const frame = frameId === undefined || this.#paused === null ? undefined : this.#pausedFrames()[frameId];
    const options = { silent: true, generatePreview: false, ...(context === "hover" ? { timeout: 500 } : {}) };
    const { result, exceptionDetails } =
      frame === undefined
        ? await this.#cdp.send("Runtime.evaluate", { expression, replMode: true, ...options })
        : await this.#cdp.send("Debugger.evaluateOnCallFrame", {
            callFrameId: frame.callFrameId,
            expression,
            ...options,
          });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description?.split("\n")[0] ?? exceptionDetails.text);
    return this.#variables.show(result);
  }
}
