import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import type { Duplex, Readable, Writable } from "node:stream";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, onTestFinished } from "vitest";
import { root } from "../../experiment.js";
import { schemaProblems } from "./dapSchema.js";

/** The Node that adapters and programs of these tests run on; `npm run test:dap` names one after the other. */
export const NODE = process.env["LIGHTNING_DAP_NODE"] ?? process.execPath;

export const ADAPTER = join(root, "dist", "debugAdapter.js");

/** What an editor sets before the program runs. */
export interface Configuration {
  readonly breakpoints?: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>>;
  readonly functionBreakpoints?: readonly DebugProtocol.FunctionBreakpoint[];
  readonly exceptions?: DebugProtocol.SetExceptionBreakpointsArguments;
  /** What this client says that it can do. */
  readonly client?: Partial<DebugProtocol.InitializeRequestArguments>;
}

type Body = Record<string, never> & { [key: string]: unknown };

/** Speaks the Debug Adapter Protocol with the real adapter. Every message in both directions is held against the protocol's schema. */
export class DapClient {
  /** All that the program has printed. */
  readonly output: string[] = [];
  readonly outputs: DebugProtocol.OutputEvent["body"][] = [];
  /** Answers and events in the order in which they came, as `<continue>` and `stopped`; output is left out. */
  readonly order: string[] = [];
  /** Each line says what is wrong with a message. */
  readonly problems: string[] = [];
  #nextSeq = 1;
  #buffer = Buffer.alloc(0);
  readonly #pending = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #events: DebugProtocol.Event[] = [];
  readonly #waiting: { matches(event: DebugProtocol.Event): boolean; resolve(event: DebugProtocol.Event): void }[] = [];

  constructor(
    input: Readable,
    private readonly out: Writable,
  ) {
    input.on("data", (data: Buffer) => this.#receive(data));
    out.on("error", () => undefined);
    input.on("error", () => undefined);
    onTestFinished(() => expect(this.problems).toEqual([]));
  }

  /** With an adapter of its own, in a process of its own. */
  static start(): DapClient & { readonly process: ChildProcess } {
    const child = spawn(NODE, [ADAPTER], { stdio: ["pipe", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    return Object.assign(new DapClient(child.stdout, child.stdin), { process: child });
  }

  /** With an adapter that listens on a port. */
  static async connect(port: number): Promise<DapClient & { readonly socket: Duplex }> {
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return Object.assign(new DapClient(socket, socket), { socket });
  }

  /** Starts a program with breakpoints, as an editor does. */
  async launch(
    launch: Readonly<Record<string, unknown>>,
    breakpoints: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>> = {},
    configuration: Configuration = {},
  ): Promise<void> {
    await this.begin("launch", { runtimeExecutable: NODE, ...launch }, { breakpoints, ...configuration });
  }

  async attach(attach: Readonly<Record<string, unknown>>, configuration: Configuration = {}): Promise<void> {
    await this.begin("attach", attach, configuration);
  }

  async begin(command: "launch" | "attach", args: object, configuration: Configuration): Promise<void> {
    await this.initialize(configuration.client);
    const begun = this.request(command, args);
    // An editor goes on configuring when the launch has failed already.
    begun.catch(() => undefined);
    await this.configure(configuration);
    await begun;
  }

  initialize(client: Configuration["client"] = {}): Promise<Body> {
    return this.request("initialize", {
      adapterID: "lightning",
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: "path",
      ...client,
    });
  }

  async configure({
    breakpoints = {},
    functionBreakpoints,
    exceptions = { filters: ["userUnhandled", "uncaught"] },
  }: Configuration): Promise<void> {
    await this.event("initialized");
    for (const [path, wanted] of Object.entries(breakpoints)) await this.setBreakpoints(path, wanted);
    if (functionBreakpoints !== undefined)
      await this.request("setFunctionBreakpoints", { breakpoints: functionBreakpoints });
    await this.request("setExceptionBreakpoints", exceptions);
    await this.request("configurationDone");
  }

  async setBreakpoints(
    path: string,
    breakpoints: readonly DebugProtocol.SourceBreakpoint[],
  ): Promise<DebugProtocol.Breakpoint[]> {
    const body = await this.request("setBreakpoints", { source: { path }, breakpoints });
    return body["breakpoints"] as unknown as DebugProtocol.Breakpoint[];
  }

  async request(command: string, args?: object): Promise<Body> {
    const response = await this.send(command, args).response;
    if (!response.success) throw new Error(response.message);
    return response.body ?? {};
  }

  /** The number of a request beside its answer: to cancel it. */
  send(command: string, args?: object): { readonly seq: number; readonly response: Promise<DebugProtocol.Response> } {
    const seq = this.#nextSeq++;
    const message = { seq, type: "request", command, ...(args === undefined ? {} : { arguments: args }) };
    this.problems.push(...schemaProblems(message as DebugProtocol.Request));
    const text = JSON.stringify(message);
    const response = new Promise<DebugProtocol.Response>((resolve) => this.#pending.set(seq, resolve));
    this.out.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return { seq, response };
  }

  /** The next event of a kind: one that has come and was not asked for yet, else the one to come. */
  event(
    event: string,
    isWanted: (body: DebugProtocol.Event["body"]) => boolean = () => true,
  ): Promise<DebugProtocol.Event> {
    const matches = (known: DebugProtocol.Event) => known.event === event && isWanted(known.body);
    const index = this.#events.findIndex(matches);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0] as DebugProtocol.Event);
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }

  /** Events of a kind that have come and were not asked for. */
  unasked(event: string): DebugProtocol.Event[] {
    return this.#events.filter((known) => known.event === event);
  }

  /** The output that contains a text: what has come, else what comes. */
  async outputWith(text: string): Promise<DebugProtocol.OutputEvent["body"]> {
    const known = this.outputs.find(({ output }) => output.includes(text));
    return known ?? (await this.event("output", ({ output }) => output.includes(text))).body;
  }

  /** The top frame of the stop to come, as `trainingStep model.ts:7`. */
  async stoppedAt(threadId?: number): Promise<{
    reason: string;
    place: string;
    frameId: number;
    threadId: number;
    body: DebugProtocol.StoppedEvent["body"];
  }> {
    const { body } = await this.event("stopped", (stop) => threadId === undefined || stop.threadId === threadId);
    const [top] = await this.stack(body.threadId);
    return {
      reason: body.reason,
      place: `${top?.name} ${top?.source?.name}:${top?.line}`,
      frameId: top?.id ?? 0,
      threadId: body.threadId,
      body,
    };
  }

  async stack(threadId = 1): Promise<DebugProtocol.StackFrame[]> {
    const body = await this.request("stackTrace", { threadId });
    return body["stackFrames"] as unknown as DebugProtocol.StackFrame[];
  }

  /** Lets a thread go on and waits for its next stop. */
  async go(command: "continue" | "next" | "stepIn" | "stepOut", threadId = 1): ReturnType<DapClient["stoppedAt"]> {
    await this.request(command, { threadId });
    return this.stoppedAt(threadId);
  }

  /** The local variables of a frame, as `name = value` lines. */
  async locals(frameId: number): Promise<string[]> {
    return this.children((await this.scope(frameId, "Local"))?.variablesReference ?? 0);
  }

  async scope(frameId: number, name: string): Promise<DebugProtocol.Scope | undefined> {
    const body = await this.request("scopes", { frameId });
    return (body["scopes"] as unknown as DebugProtocol.Scope[]).find((scope) => scope.name === name);
  }

  async children(variablesReference: number): Promise<string[]> {
    return (await this.variables(variablesReference)).map(({ name, value }) => `${name} = ${value}`);
  }

  async variables(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    const body = await this.request("variables", { variablesReference });
    return body["variables"] as unknown as DebugProtocol.Variable[];
  }

  async evaluate(expression: string, frameId?: number, context = "watch"): Promise<string> {
    const args = { expression, context, ...(frameId === undefined ? {} : { frameId }) };
    return (await this.request("evaluate", args))["result"] as unknown as string;
  }

  #receive(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const header = this.#buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString("utf8", 0, Math.max(header, 0)))?.[1]);
      if (header < 0 || this.#buffer.length < header + 4 + length) return;
      const message = JSON.parse(
        this.#buffer.toString("utf8", header + 4, header + 4 + length),
      ) as DebugProtocol.ProtocolMessage;
      this.#buffer = this.#buffer.subarray(header + 4 + length);
      this.problems.push(...schemaProblems(message));
      this.#dispatch(message);
    }
  }

  #dispatch(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === "response") {
      const response = message as DebugProtocol.Response;
      this.order.push(`<${response.command}>`);
      this.#pending.get(response.request_seq)?.(response);
      return;
    }
    const event = message as DebugProtocol.Event;
    if (event.event === "output") {
      this.output.push(event.body.output);
      this.outputs.push(event.body);
    } else this.order.push(event.event);
    const index = this.#waiting.findIndex(({ matches }) => matches(event));
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(event);
    else this.#events.push(event);
  }
}
