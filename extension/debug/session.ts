import { BreakpointEvent, ContinuedEvent, ExitedEvent, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RunTo } from "../../runtime/protocol/batchStops.js";
import { GUARDS_SYMBOL } from "../../runtime/protocol/guards.js";
import { runtimeCli } from "../run/runtimeCli.js";
import { adapterErrors } from "./adapterErrors.js";
import { parseAttachConfiguration } from "./attachConfiguration.js";
import { BatchControl } from "./batches/batchControl.js";
import { Breakpoints } from "./breakpoints/breakpoints.js";
import { V8Conditions } from "./breakpoints/conditions.js";
import { esbuildFile } from "./evaluation/esbuildFile.js";
import { Evaluation } from "./evaluation/evaluation.js";
import { TypeScriptExpressions } from "./evaluation/typeScriptExpressions.js";
import { ExceptionFilters } from "./exceptions/exceptionFilters.js";
import { type LaunchConfiguration, parseLaunchConfiguration } from "./launchConfiguration.js";
import { ConsoleOutput } from "./output/consoleOutput.js";
import { placeOf } from "./output/placeOf.js";
import { ProgramOutput } from "./output/programOutput.js";
import type { Debuggee } from "./program/debuggee.js";
import { LaunchedProgram } from "./program/launchedProgram.js";
import { Progress } from "./progress.js";
import { SourceReferences } from "./sourceReferences.js";
import type { ProgramThread } from "./threads/programThread.js";
import { Threads } from "./threads/threads.js";

/** A program that runs, and its threads; null: it is not debugged. */
interface Running {
  readonly debuggee: Debuggee;
  readonly threads: Threads | null;
}

interface StartOptions {
  readonly stopOnEntry: boolean;
  readonly noDebug: boolean;
  /** The step of whose first call to stop; null: none. */
  readonly stopOnStep: RunTo | null;
}

/** How long a program has to end by itself before it is started again, in ms. */
const RESTART_MS = 2_000;
/** How long to wait to be told where the experiment is, before an expression in TypeScript is given up, in ms. */
const TRANSPILER_MS = 3_000;

/** What the requests of one debug session work on: what the editor has set, and the program once it runs. */
export class Session {
  readonly expressions = new TypeScriptExpressions(() => this.#esbuild);
  readonly evaluation = new Evaluation(this.expressions);
  readonly exceptions = new ExceptionFilters(this.expressions);
  readonly breakpoints = new Breakpoints(new V8Conditions(this.expressions), (breakpoint) =>
    this.send(new BreakpointEvent("changed", breakpoint)),
  );
  readonly sources = new SourceReferences<ProgramThread>();
  readonly progress = new Progress((event) => this.send(event));
  readonly batches = new BatchControl(this.expressions, this.progress);
  #running: Running | null = null;
  #configuration: LaunchConfiguration | null = null;
  #isRestarting = false;
  #isStarted = false;
  readonly #over = new AbortController();
  readonly #configured = deferred<void>();
  readonly #foundEsbuild = deferred<string | null>();

  /** @param send gives an event to the editor. */
  constructor(readonly send: (event: DebugProtocol.Event) => void) {}

  /** @throws when there is no program. */
  get debuggee(): Debuggee {
    if (this.#running === null) throw new Error(adapterErrors.notStarted());
    return this.#running.debuggee;
  }

  /** @throws when no program is debugged. */
  get threads(): Threads {
    const threads = this.#running?.threads ?? null;
    if (threads === null) throw new Error(adapterErrors.notStarted());
    return threads;
  }

  /** All threads that are debugged; none before the program has started. */
  get allThreads(): readonly ProgramThread[] {
    return this.#running?.threads?.all ?? [];
  }

  /** The editor has set all that it wanted to. */
  configured(): void {
    this.#configured.resolve();
  }

  async launch(args: unknown): Promise<void> {
    this.#claim();
    await this.#launch(parseLaunchConfiguration(args));
  }

  async attach(args: unknown): Promise<void> {
    this.#claim();
    const configuration = parseAttachConfiguration(args);
    // Most sessions launch, and start sooner without it.
    const { AttachedProgram } = await import("./program/attachedProgram.js");
    const debuggee = await AttachedProgram.attach(configuration);
    if (this.#over.signal.aborted) return debuggee.detach();
    this.#foundEsbuild.resolve(debuggee.esbuild());
    await this.#start(debuggee, { ...configuration, noDebug: false, stopOnStep: null });
  }

  /** Starts the program again, with what the editor has set in the meantime. @param args a launch request; undefined: the last one. */
  async restart(args: unknown): Promise<void> {
    const { debuggee } = this;
    if (this.#configuration === null) throw new Error(adapterErrors.cannotRestart());
    const configuration = args === undefined ? this.#configuration : parseLaunchConfiguration(args);
    this.#isRestarting = true;
    try {
      const timer = setTimeout(() => void debuggee.kill(), RESTART_MS);
      await debuggee.terminate();
      clearTimeout(timer);
      if (this.allThreads.some(({ isPaused }) => isPaused)) this.send(new ContinuedEvent(1, true));
      this.#forget();
      this.breakpoints.unbind();
    } finally {
      this.#isRestarting = false;
    }
    await this.#launch(configuration);
  }

  /** Asks the program to end, and ends it by force when the user does not want to wait, or has waited long enough. */
  async terminate(): Promise<void> {
    const running = this.#running;
    if (running === null) return this.#over.abort();
    const { debuggee } = running;
    if (debuggee.isEnding) return debuggee.kill();
    await this.progress.during(
      { title: "Ending the program", message: "The batch is finished first.", cancel: () => void debuggee.kill() },
      () => debuggee.terminate(),
    );
  }

  /** The editor goes. @param terminate whether the program ends too; undefined: one that was launched does. */
  async disconnect(terminate: boolean | undefined): Promise<void> {
    this.#over.abort();
    const running = this.#running;
    if (running === null) return;
    const { debuggee } = running;
    if (debuggee.isEnding) await debuggee.kill();
    else if (terminate ?? this.#configuration !== null) await debuggee.terminate();
    else {
      await Promise.all(this.allThreads.map((thread) => thread.bound.guards.disarmAll()));
      this.#forget();
      await debuggee.detach();
      this.send(new TerminatedEvent());
    }
  }

  /** Where a script that some thread runs stands in the user's source. */
  placeOf = placeOf(() => this.allThreads, this.sources);

  #claim(): void {
    if (this.#isStarted) throw new Error(adapterErrors.startedAlready());
    this.#isStarted = true;
  }

  async #launch(configuration: LaunchConfiguration): Promise<void> {
    this.#configuration = configuration;
    const cli = runtimeCli(configuration.program);
    this.#foundEsbuild.resolve(cli === null ? null : esbuildFile(cli));
    const output = new ProgramOutput(this.placeOf, (event) => this.send(event));
    const debuggee = await LaunchedProgram.launch(
      configuration,
      (category, text) => output.receive(category, text),
      this.#over.signal,
    );
    await this.#start(debuggee, configuration);
  }

  async #start(debuggee: Debuggee, options: StartOptions): Promise<void> {
    this.#running = { debuggee, threads: null };
    void debuggee.ended.then((code) => this.#ended(debuggee, code));
    if (!options.noDebug) this.#running = { debuggee, threads: await this.#begin(debuggee, options) };
    await this.progress.during({ title: "Starting the program" }, async () => {
      await this.#configured.promise;
      // What was set while the threads were being prepared.
      await Promise.all(this.allThreads.map((thread) => thread.judge.apply()));
      if (this.#running?.threads != null) this.batches.begin(debuggee.cdp, options.stopOnStep);
      await this.#tellGuards(debuggee);
      await debuggee.start();
    });
  }

  /** The loader compiles conditions into the files that it is about to load. */
  async #tellGuards({ cdp }: Debuggee): Promise<void> {
    const guards = this.#running?.threads == null ? [] : this.breakpoints.wantedGuards();
    if (guards.length === 0) return;
    const expression = `globalThis[Symbol.for(${JSON.stringify(GUARDS_SYMBOL)})] = ${JSON.stringify(guards)}; undefined`;
    await cdp.send("Runtime.evaluate", { expression, silent: true }).catch(() => undefined);
  }

  #begin(debuggee: Debuggee, { stopOnEntry }: StartOptions): Promise<Threads> {
    const console = new ConsoleOutput(this.placeOf, (event) => this.send(event));
    return Threads.begin(debuggee.cdp, {
      userCode: debuggee.userCode,
      breakpoints: this.breakpoints,
      exceptions: this.exceptions,
      sources: this.sources,
      entry: stopOnEntry ? debuggee.program : null,
      alwaysMapped: (file) => debuggee.alwaysMapped(file),
      send: (event) => this.send(event),
      stoppedAtBatch: (thread, stop) => {
        if (thread === this.#running?.threads?.main) this.batches.stopped(stop);
      },
      // What a program that was launched prints comes from itself.
      console: this.#configuration === null ? console : null,
    });
  }

  #ended(debuggee: Debuggee, code: number | null): void {
    if (this.#isRestarting || this.#running?.debuggee !== debuggee) return;
    this.#forget();
    if (code !== null) this.send(new ExitedEvent(code));
    this.send(new TerminatedEvent());
  }

  #forget(): void {
    this.#running?.threads?.dispose();
    this.#running = null;
    this.batches.end();
  }

  get #esbuild(): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), TRANSPILER_MS);
      void this.#foundEsbuild.promise.then((file) => {
        clearTimeout(timer);
        resolve(file);
      });
    });
  }
}

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
