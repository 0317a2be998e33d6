import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { onTestFinished } from "vitest";
import { root } from "../../experiment.js";

/** Speaks the Debug Adapter Protocol with the real adapter, in a process of its own. */
export class DapClient {
  readonly output: string[] = [];
  #nextSeq = 1;
  #buffer = Buffer.alloc(0);
  readonly #pending = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #events: DebugProtocol.Event[] = [];
  readonly #waiting: { event: string; resolve(event: DebugProtocol.Event): void }[] = [];

  private constructor(readonly process: ChildProcess) {
    process.stdout?.on("data", (data: Buffer) => this.#receive(data));
  }

  static start(): DapClient {
    const child = spawn(globalThis.process.execPath, [join(root, "dist", "debugAdapter.js")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const client = new DapClient(child);
    onTestFinished(() => void child.kill("SIGKILL"));
    return client;
  }

  /** Starts a program with breakpoints, as an editor does. */
  async launch(
    launch: Readonly<Record<string, unknown>>,
    breakpoints: Readonly<Record<string, readonly DebugProtocol.SourceBreakpoint[]>> = {},
  ): Promise<void> {
    await this.request("initialize", {
      adapterID: "lightning",
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: "path",
    });
    const launched = this.request("launch", launch);
    // An editor goes on configuring when the launch has failed already.
    launched.catch(() => undefined);
    await this.event("initialized");
    for (const [path, wanted] of Object.entries(breakpoints))
      await this.request("setBreakpoints", { source: { path }, breakpoints: wanted });
    await this.request("setExceptionBreakpoints", { filters: [] });
    await this.request("configurationDone", {});
    await launched;
  }

  async request(command: string, args: object = {}): Promise<Record<string, never> & { [key: string]: unknown }> {
    const seq = this.#nextSeq++;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    const response = await new Promise<DebugProtocol.Response>((resolve) => this.#pending.set(seq, resolve));
    if (!response.success) throw new Error(response.message);
    return response.body ?? {};
  }

  /** The next event of a kind: one that has come and was not asked for yet, else the one to come. */
  event(event: string): Promise<DebugProtocol.Event> {
    const index = this.#events.findIndex((known) => known.event === event);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0] as DebugProtocol.Event);
    return new Promise((resolve) => this.#waiting.push({ event, resolve }));
  }

  /** The top frame of the stop to come, as `trainingStep model.ts:7`. */
  async stoppedAt(): Promise<{ reason: string; place: string; frameId: number }> {
    const { body } = await this.event("stopped");
    const [top] = await this.stack();
    return { reason: body.reason, place: `${top?.name} ${top?.source?.name}:${top?.line}`, frameId: top?.id ?? 0 };
  }

  async stack(): Promise<DebugProtocol.StackFrame[]> {
    const body = (await this.request("stackTrace", {
      threadId: 1,
    })) as unknown as DebugProtocol.StackTraceResponse["body"];
    return body.stackFrames;
  }

  /** The local variables of a frame, as `name = value` lines. */
  async locals(frameId: number): Promise<string[]> {
    const { scopes } = (await this.request("scopes", { frameId })) as unknown as DebugProtocol.ScopesResponse["body"];
    return this.children(scopes.find((scope) => scope.name === "Local")?.variablesReference ?? 0);
  }

  async children(variablesReference: number): Promise<string[]> {
    return (await this.variables(variablesReference)).map(({ name, value }) => `${name} = ${value}`);
  }

  async variables(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    return (
      (await this.request("variables", { variablesReference })) as unknown as DebugProtocol.VariablesResponse["body"]
    ).variables;
  }

  async evaluate(expression: string, frameId: number, context = "watch"): Promise<string> {
    return (
      (await this.request("evaluate", {
        expression,
        frameId,
        context,
      })) as unknown as DebugProtocol.EvaluateResponse["body"]
    ).result;
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
      this.#dispatch(message);
    }
  }

  #dispatch(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === "response") {
      const response = message as DebugProtocol.Response;
      this.#pending.get(response.request_seq)?.(response);
      return;
    }
    const event = message as DebugProtocol.Event;
    if (event.event === "output") this.output.push(event.body.output);
    const index = this.#waiting.findIndex((waiting) => waiting.event === event.event);
    if (index >= 0) this.#waiting.splice(index, 1)[0]?.resolve(event);
    else this.#events.push(event);
  }
}
