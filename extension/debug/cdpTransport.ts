import type { Socket } from "node:net";
import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";

export type CdpCommand = keyof ProtocolMapping.Commands;
export type CdpEvent = keyof ProtocolMapping.Events;
type Params<C extends CdpCommand> = ProtocolMapping.Commands[C]["paramsType"][0];
type Result<C extends CdpCommand> = ProtocolMapping.Commands[C]["returnType"];

/** The connection has closed: whatever was asked will not be answered. */
export class ProgramEnded extends Error {
  override name = "ProgramEnded";

  constructor() {
    super("The program has ended.");
  }
}

/** The inspector's protocol over the debuggee's bridge. Every call is answered, or rejected when the connection closes. */
export class CdpTransport {
  #nextId = 1;
  #buffer = "";
  #closed = false;
  readonly #pending = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  readonly #listeners = new Map<string, ((params: never) => void)[]>();
  readonly #closeListeners: (() => void)[] = [];

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding("utf8");
    socket.on("data", (data: string) => this.#receive(data));
    socket.on("error", () => this.#close());
    socket.on("close", () => this.#close());
  }

  send<C extends CdpCommand>(method: C, params?: Params<C>): Promise<Result<C>> {
    return this.#request(method, params) as Promise<Result<C>>;
  }

  /** Lets the program begin: it waits in the bridge until then. */
  start(): Promise<unknown> {
    return this.#request("Bridge.start", undefined);
  }

  on<E extends CdpEvent>(event: E, listener: (params: ProtocolMapping.Events[E][0]) => void): void {
    const listeners = this.#listeners.get(event) ?? [];
    listeners.push(listener as (params: never) => void);
    this.#listeners.set(event, listeners);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  dispose(): void {
    this.socket.destroy();
    this.#close();
  }

  #request(method: string, params: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(new ProgramEnded());
    const id = this.#nextId++;
    this.socket.write(`${JSON.stringify({ id, method, params })}\n`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  #receive(data: string): void {
    this.#buffer += data;
    for (let end = this.#buffer.indexOf("\n"); end >= 0; end = this.#buffer.indexOf("\n")) {
      const message = parseMessage(this.#buffer.slice(0, end));
      this.#buffer = this.#buffer.slice(end + 1);
      this.#dispatch(message);
    }
  }

  #dispatch(message: CdpMessage): void {
    if (message.kind === "event") {
      for (const listener of this.#listeners.get(message.method) ?? []) listener(message.params as never);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "error") pending?.reject(new Error(message.message));
    else pending?.resolve(message.result);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(new ProgramEnded());
    this.#pending.clear();
    for (const listener of this.#closeListeners) listener();
  }
}

type CdpMessage =
  | { readonly kind: "event"; readonly method: string; readonly params: unknown }
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number; readonly message: string };

function parseMessage(line: string): CdpMessage {
  const value = JSON.parse(line) as {
    id?: number;
    method?: string;
    params?: unknown;
    result?: unknown;
    error?: { message?: string };
  };
  if (value.id === undefined) return { kind: "event", method: value.method ?? "", params: value.params };
  if (value.error !== undefined)
    return { kind: "error", id: value.id, message: value.error.message ?? "The inspector refused the request." };
  return { kind: "result", id: value.id, result: value.result };
}
