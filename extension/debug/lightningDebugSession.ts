import { DebugSession, InitializedEvent, Response } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { adapterErrors } from "./adapterErrors.js";
import { ClientFormat } from "./clientFormat.js";
import { MessageReader } from "./messageReader.js";
import { RUN_TO_REQUEST } from "./requests/batchRequests.js";
import type { RequestHandler } from "./requests/requestHandler.js";
import { REQUESTS } from "./requests/requestTable.js";
import { Session } from "./session.js";

/** Requests whose failure the editor shows by itself: there is no other place where the user would see it. */
const SHOWN_TO_USER = new Set(["launch", "attach", "restart", "restartFrame", "setVariable", "setExpression"]);

/** Requests that let threads run, or stop them: an editor must have their answer before it is told of the stop that follows. */
const BEFORE_STOPS = new Set(
  ["launch", "attach", "restart", "continue", "next", "stepIn", "stepOut", "restartFrame", "pause"].concat(
    RUN_TO_REQUEST,
  ),
);

/** The protocol on the wire: requests come in, go to their handlers, and are answered once. */
export class LightningDebugSession extends DebugSession {
  readonly #session = new Session((event) => this.sendEvent(event));
  /** Requests that are worked on, by their numbers: what to call when the editor has no use for the answer. */
  readonly #cancels = new Map<number, () => void>();
  /** How many of those that stops wait for are worked on, and the stops. */
  #before = 0;
  #stops: DebugProtocol.Event[] = [];
  #client = new ClientFormat();

  /** Serves one client. Whoever sends something else than messages is told so on standard error, and is served on. */
  override start(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
    const reader = new MessageReader();
    const refused = (text: string) => console.error(adapterErrors.noMessage(text));
    super.start(input, output);
    input.removeAllListeners("data");
    input.on("data", (data: Buffer) => {
      for (const message of reader.read(data, refused)) this.handleMessage(message as DebugProtocol.ProtocolMessage);
    });
  }

  override sendEvent(event: DebugProtocol.Event): void {
    if (event.event === "stopped" && this.#before > 0) this.#stops.push(event);
    else super.sendEvent(this.#client.event(event));
  }

  override sendResponse(response: DebugProtocol.Response): void {
    super.sendResponse(this.#client.response(response));
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    if (request.command === "initialize") this.#client = new ClientFormat(request.arguments);
    if (request.command === "cancel") this.#cancel(request);
    else void this.#answer(request);
  }

  /** The editor has no use for this session any more. */
  override dispose(): void {
    void this.end();
    super.dispose();
  }

  /** The client has gone, maybe without a word. */
  override shutdown(): void {
    void this.end();
  }

  /** Ends what this session has started, and lets go what it was attached to. */
  async end(): Promise<void> {
    await this.#session.disconnect(undefined).catch(() => undefined);
    this.emit("ended");
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    const { command } = request;
    const response: DebugProtocol.Response = new Response(request);
    const cancelled = new Promise<never>((_, reject) =>
      this.#cancels.set(request.seq, () => reject(new Error(adapterErrors.cancelled()))),
    );
    if (BEFORE_STOPS.has(command)) this.#before++;
    try {
      const handler: RequestHandler | undefined = Object.hasOwn(REQUESTS, command) ? REQUESTS[command] : undefined;
      if (handler === undefined) throw new Error(adapterErrors.unknownRequest(command));
      const args = this.#client.request(request).arguments ?? {};
      const body = await Promise.race([handler(this.#session, args as never), cancelled]);
      if (body !== undefined) response.body = body;
    } catch (error) {
      Object.assign(response, failure(command, error));
    } finally {
      this.#cancels.delete(request.seq);
    }
    this.sendResponse(response);
    if (BEFORE_STOPS.has(command) && --this.#before === 0)
      for (const stop of this.#stops.splice(0)) this.sendEvent(stop);
    // Before that answer no event may be sent. Breakpoints can be configured from now on; they are set as scripts are loaded.
    if (command === "initialize") this.sendEvent(new InitializedEvent());
    if (command === "disconnect") this.emit("ended");
  }

  /** The request is answered at once; what it has set going in the program goes on, since V8 cannot interrupt it. */
  #cancel(request: DebugProtocol.CancelRequest): void {
    const { requestId, progressId } = request.arguments ?? {};
    this.sendResponse(new Response(request));
    if (requestId !== undefined) this.#cancels.get(requestId)?.();
    if (progressId !== undefined) this.#session.progress.cancel(progressId);
  }
}

function failure(command: string, error: unknown): Partial<DebugProtocol.ErrorResponse> {
  const reason = error instanceof Error ? error.message : String(error);
  // Handlers take what the schema promises them.
  const message = error instanceof TypeError ? adapterErrors.badArguments(command, reason) : reason;
  // Whoever has ended the session needs not be told that it is over.
  const showUser = SHOWN_TO_USER.has(command) && message !== adapterErrors.sessionOver();
  return {
    success: false,
    message,
    body: {
      error: { id: 1, format: message, showUser },
    },
  };
}
