import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";
import type { Channel } from "./channels/channel.js";

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

/** The inspector's protocol with one thread of the debuggee. Every call is answered, or rejected when the connection closes. */
export class CdpTransport {
  #nextId = 1;
  #closed = false;
  readonly #pending = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  readonly #listeners = new Map<string, ((params: never) => void)[]>();
  readonly #closeListeners: (() => void)[] = [];

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
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.channel.send(JSON.stringify({ id, method, params }));
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
