// Speaks the Debug Adapter Protocol, as an editor does.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const INITIALIZE = {
  adapterID: "lightning",
  pathFormat: "path",
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsVariableType: true,
  supportsVariablePaging: true,
  supportsStartDebuggingRequest: true,
};

const END_MS = 2_000;

export class DapClient {
  #seq = 1;
  #buffer = Buffer.alloc(0);
  #pending = new Map();
  #events = [];
  #waiting = [];
  output = "";
  threadId = 1;

  /** With an adapter of this project, in a process of its own. @param root the project's folder. */
  static start(root) {
    const child = spawn(process.execPath, [join(root, "dist", "debugAdapter.js")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    return new DapClient(child.stdout, child.stdin, () => child.kill());
  }

  /** @param close gives up the connection. */
  constructor(input, out, close) {
    this.out = out;
    this.close = close;
    input.on("data", (data) => this.#receive(data));
    out.on("error", () => undefined);
  }

  /** Answers what the adapter asks of the editor; null: nothing is asked. */
  asked = null;

  request(command, args) {
    const seq = this.#seq++;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.#write(text);
    return new Promise((resolve, reject) => this.#pending.set(seq, { resolve, reject }));
  }

  #write(text) {
    this.out.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  event(name) {
    const index = this.#events.findIndex(({ event }) => event === name);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0].body);
    return new Promise((resolve) => this.#waiting.push({ name, resolve }));
  }

  async initialize() {
    await this.request("initialize", INITIALIZE);
    await this.event("initialized");
  }

  /** Runs `main.ts` of a folder with breakpoints. */
  async launch(folder, breakpoints, env = {}) {
    const program = join(folder, "main.ts");
    await this.begin("launch", { program, env }, program, breakpoints);
  }

  async begin(request, args, program, breakpoints) {
    const begun = this.request(request, args);
    await this.request("setBreakpoints", { source: { path: program }, breakpoints });
    await this.request("setExceptionBreakpoints", { filters: ["userUnhandled"] });
    await this.request("configurationDone");
    await begun;
  }

  async stopped() {
    ({ threadId: this.threadId } = await this.event("stopped"));
  }

  async step() {
    const stopped = this.event("stopped");
    await this.request("next", { threadId: this.threadId });
    await stopped;
  }

  /** The stack, the scopes of its top, and the variables of the first. */
  async locals() {
    const { stackFrames } = await this.request("stackTrace", { threadId: this.threadId, startFrame: 0, levels: 20 });
    const { scopes } = await this.request("scopes", { frameId: stackFrames[0].id });
    const local = scopes.find(({ name }) => name === "Local") ?? scopes[0];
    return this.request("variables", { variablesReference: local.variablesReference });
  }

  async end() {
    const disconnect = () => this.request("disconnect", { terminateDebuggee: true }).catch(() => undefined);
    // Asked twice it does not wait for the program to end by itself. js-debug does not always answer.
    await Promise.race([disconnect(), disconnect(), sleep(END_MS)]);
    this.close();
  }

  #receive(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const header = this.#buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString("utf8", 0, Math.max(header, 0)))?.[1]);
      if (header < 0 || this.#buffer.length < header + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString("utf8", header + 4, header + 4 + length));
      this.#buffer = this.#buffer.subarray(header + 4 + length);
      this.#dispatch(message);
    }
  }

  #dispatch(message) {
    if (message.type === "response") {
      const pending = this.#pending.get(message.request_seq);
      this.#pending.delete(message.request_seq);
      if (pending === undefined) return;
      const { resolve, reject } = pending;
      return message.success ? resolve(message.body) : reject(new Error(message.message));
    }
    if (message.type === "request") {
      const response = { seq: this.#seq++, type: "response", request_seq: message.seq, command: message.command };
      this.#write(JSON.stringify({ ...response, success: true, body: {} }));
      this.asked?.(message);
      return;
    }
    if (message.event === "output") this.output += message.body.output;
    const index = this.#waiting.findIndex(({ name }) => name === message.event);
    if (index >= 0) this.#waiting.splice(index, 1)[0].resolve(message.body);
    else this.#events.push(message);
  }
}
