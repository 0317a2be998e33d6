import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";
import type { Channel } from "./channels/channel.js";

export type CdpCommand = keyof ProtocolMapping.Commands;
export type CdpEvent = keyof ProtocolMapping.Events;
type Params<C extends CdpCommand> = ProtocolMapping.Commands[C]["paramsType"][0];
type Result<C extends CdpCommand> = ProtocolMapping.Commands[C]["returnType"];

/** These let the thread go on. */
const GOING_ON = new Set(["Debugger.resume", "Debugger.stepOver", "Debugger.stepInto", "Debugger.stepOut"]);

interface CdpRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

interface PendingRequest {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The connection has closed: whatever was asked will not be answered. */
export class ProgramEnded extends Error {
  override name = "ProgramEnded";

  constructor() {
    super("The program has ended.");
  }
}

/** The inspector's protocol with one thread of the debuggee. Every call is answered, or rejected when the connection closes. */
export class CdpTransport {
  #nextId = 1;
  #closed = false;
  readonly #pending = new Map<number, PendingRequest>();
  readonly #listeners = new Map<string, ((params: never) => void)[]>();
  readonly #closeListeners: (() => void)[] = [];
  /**
   * What is asked after the thread was told to go on, until it has gone on: V8 forgets a step when it evaluates something in between, and
   * takes no notice of a pause. Null: nothing waits.
   */
  #held: CdpRequest[] | null = null;

  constructor(private readonly channel: Channel) {
    channel.open({
      message: (text) => this.#dispatch(parseMessage(text)),
      closed: () => this.#close(),
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  send<C extends CdpCommand>(method: C, params?: Params<C>): Promise<Result<C>> {
    return this.request(method, params) as Promise<Result<C>>;
  }

  /** Sends what needs no answer: messages are worked off in order, so that the next one finds it done. */
  post<C extends CdpCommand>(method: C, params?: Params<C>): void {
    this.request(method, params).catch(() => undefined);
  }

  on<E extends CdpEvent>(event: E, listener: (params: ProtocolMapping.Events[E][0]) => void): void {
    this.onAny(event, listener as (params: never) => void);
  }

  /** Commands of Node's own and of the bridge's, which the protocol's types do not have. */
  request(method: string, params?: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(new ProgramEnded());
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { method, resolve, reject }));
    this.#post({ id, method, params });
    return answer;
  }

  /** Events of Node's own, which the protocol's types do not have. */
  onAny(event: string, listener: (params: never) => void): void {
    const listeners = this.#listeners.get(event) ?? [];
    listeners.push(listener);
    this.#listeners.set(event, listeners);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  dispose(): void {
    this.channel.close();
    this.#close();
  }

  #post(request: CdpRequest): void {
    if (this.#held !== null) return void this.#held.push(request);
    if (GOING_ON.has(request.method)) this.#held = [];
    this.channel.send(JSON.stringify(request));
  }

  /** The thread has gone on, or could not. */
  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const request of held) this.#post(request);
  }

  #dispatch(message: CdpMessage): void {
    if (message.kind === "event") {
      if (message.method === "Debugger.resumed") this.#release();
      for (const listener of this.#listeners.get(message.method) ?? []) listener(message.params as never);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "error") {
      if (pending !== undefined && GOING_ON.has(pending.method)) this.#release();
      pending?.reject(new Error(message.message));
    } else pending?.resolve(message.result);
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
