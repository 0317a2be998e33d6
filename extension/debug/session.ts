import { BreakpointEvent, ContinuedEvent, ExitedEvent, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { runtimeCli } from "../run/runtimeCli.js";
import { adapterErrors } from "./adapterErrors.js";
import { parseAttachConfiguration } from "./attachConfiguration.js";
import { BatchControl } from "./batches/batchControl.js";
import { Breakpoints } from "./breakpoints/breakpoints.js";
import { V8Conditions } from "./breakpoints/conditions.js";
import { deferred } from "./deferred.js";
import { esbuildFile } from "./evaluation/esbuildFile.js";
import { Evaluation } from "./evaluation/evaluation.js";
import { FoundTranspiler } from "./evaluation/foundTranspiler.js";
import { TypeScriptExpressions } from "./evaluation/typeScriptExpressions.js";
import { ExceptionFilters } from "./exceptions/exceptionFilters.js";
import { type LaunchConfiguration, parseLaunchConfiguration } from "./launchConfiguration.js";
import { placeOf } from "./output/placeOf.js";
import { ProgramOutput } from "./output/programOutput.js";
import type { Debuggee } from "./program/debuggee.js";
import { LaunchedProgram } from "./program/launchedProgram.js";
import { RunningProgram, type StartOptions } from "./program/runningProgram.js";
import { Progress } from "./progress.js";
import { SourceReferences } from "./sourceReferences.js";
import type { ProgramThread } from "./threads/programThread.js";
import type { Threads } from "./threads/threads.js";

/** How long a program has to end by itself before it is started again, in ms. */
const RESTART_MS = 2_000;

/** What the requests of one debug session work on: what the editor has set, and the program once it runs. */
export class Session {
  readonly #transpiler = new FoundTranspiler();
  readonly expressions = new TypeScriptExpressions(() => this.#transpiler.file());
  readonly evaluation = new Evaluation(this.expressions);
  readonly exceptions = new ExceptionFilters(this.expressions);
  readonly breakpoints = new Breakpoints(new V8Conditions(this.expressions), (breakpoint) =>
    this.send(new BreakpointEvent("changed", breakpoint)),
  );
  readonly sources = new SourceReferences<ProgramThread>();
  readonly progress = new Progress((event) => this.send(event));
  readonly batches = new BatchControl(this.expressions, this.progress);
  #running: RunningProgram | null = null;
  /** Of the program that was launched last; null: none was. */
  #configuration: LaunchConfiguration | null = null;
  #isStarted = false;
  /** How many restarts have yet to end the program. */
  #restarts = 0;
  /** The launch and the restarts that were asked for, one after the other. */
  #turns: Promise<unknown> = Promise.resolve();
  readonly #over = new AbortController();
  readonly #configured = deferred<void>();

  /** @param send gives an event to the editor. */
  constructor(readonly send: (event: DebugProtocol.Event) => void) {}

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

  /** Where a script that some thread runs stands in the user's source. */
  readonly placeOf = placeOf(() => this.allThreads, this.sources);

  /** The editor has set all that it wanted to. */
  configured(): void {
    this.#configured.resolve();
  }

  launch(args: unknown): Promise<void> {
    return this.#begin(() => this.#launch(parseLaunchConfiguration(args)));
  }

  attach(args: unknown): Promise<void> {
    return this.#begin(async () => {
      const configuration = parseAttachConfiguration(args);
      // Most sessions launch, and start sooner without it.
      const { AttachedProgram } = await import("./program/attachedProgram.js");
      const debuggee = await AttachedProgram.attach(configuration);
      if (this.#over.signal.aborted) return debuggee.detach();
      this.#transpiler.is(debuggee.esbuild());
      await this.#start(debuggee, { ...configuration, noDebug: false, stopOnStep: null });
    });
  }

  /** Starts the program again, with what the editor has set in the meantime. @param args a launch request; undefined: the last one. */
  restart(args: unknown): Promise<void> {
    this.#restarts++;
    return this.#inTurn(async () => {
      const configuration = await this.#endForRestart(args).finally(() => this.#restarts--);
      await this.#launch(configuration, true);
    });
  }

  /** Asks the program to end, and ends it by force when the user does not want to wait, or has waited long enough. */
  async terminate(): Promise<void> {
    const debuggee = this.#running?.debuggee;
    // One that starts, or is ended to be started again, does not start.
    if (debuggee === undefined || this.#restarts > 0) return this.#over.abort();
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
    if (running?.debuggee.isEnding) await running.debuggee.kill();
    else if (running !== null && (terminate ?? this.#configuration !== null)) await running.debuggee.terminate();
    else if (running !== null) {
      this.#running = null;
      await running.detach();
      this.#configured.reject(new Error(adapterErrors.sessionOver()));
      this.send(new TerminatedEvent());
    }
    // What was about to start has been ended by now.
    if (this.#configuration !== null) await this.#turns;
  }

  async #begin(start: () => Promise<void>): Promise<void> {
    if (this.#isStarted) throw new Error(adapterErrors.startedAlready());
    this.#isStarted = true;
    try {
      await this.#inTurn(start);
    } catch (error) {
      // One that could not be started may be tried again.
      this.#isStarted = this.#running !== null;
      throw error;
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turns.then(work);
    this.#turns = done.catch(() => undefined);
    return done;
  }

  /** @returns what to launch now. */
  async #endForRestart(args: unknown): Promise<LaunchConfiguration> {
    const running = this.#running;
    if (running === null) throw new Error(adapterErrors.notStarted());
    if (this.#configuration === null) throw new Error(adapterErrors.cannotRestart());
    const configuration = args === undefined ? this.#configuration : parseLaunchConfiguration(args);
    const { debuggee } = running;
    const timer = setTimeout(() => void debuggee.kill(), RESTART_MS);
    await debuggee.terminate();
    clearTimeout(timer);
    if (this.allThreads.some(({ isPaused }) => isPaused)) this.send(new ContinuedEvent(1, true));
    running.forget();
    this.#running = null;
    this.breakpoints.unbind();
    return configuration;
  }

  async #launch(configuration: LaunchConfiguration, isAgain = false): Promise<void> {
    this.#configuration = configuration;
    const cli = runtimeCli(configuration.program);
    this.#transpiler.is(cli === null ? null : esbuildFile(cli));
    const output = new ProgramOutput(this.placeOf, (event) => this.send(event));
    const debuggee = await LaunchedProgram.launch(
      configuration,
      (category, text) => output.receive(category, text),
      this.#over.signal,
    ).catch((error: unknown) => {
      // An editor waits for this when it has asked for the end, or had a program before.
      if (isAgain || this.#over.signal.aborted) this.send(new TerminatedEvent());
      throw error;
    });
    await this.#start(debuggee, configuration);
  }

  async #start(debuggee: Debuggee, options: StartOptions): Promise<void> {
    const running = new RunningProgram(debuggee, this, options);
    this.#running = running;
    void debuggee.ended.then((code) => this.#ended(running, code));
    await running.begin();
    await this.progress.during({ title: "Starting the program" }, async () => {
      await this.#configured.promise;
      await running.start();
    });
  }

  #ended(running: RunningProgram, code: number | null): void {
    if (this.#restarts > 0 || this.#running !== running) return;
    this.#running = null;
    running.forget();
    this.#configured.reject(new Error(adapterErrors.sessionOver()));
    if (code !== null) this.send(new ExitedEvent(code));
    this.send(new TerminatedEvent());
  }
}
