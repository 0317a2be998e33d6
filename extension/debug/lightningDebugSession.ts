import { DebugSession, Response } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { adapterErrors } from "./adapterErrors.js";
import type { RequestHandler } from "./requests/requestHandler.js";
import { REQUESTS } from "./requests/requestTable.js";
import { Session } from "./session.js";

/** Requests whose failure the editor shows by itself: there is no other place where the user would see it. */
const SHOWN_TO_USER = new Set(["launch", "attach", "restart", "restartFrame", "setVariable", "setExpression"]);

/** The protocol on the wire: requests come in, go to their handlers, and are answered once. */
export class LightningDebugSession extends DebugSession {
  readonly #session = new Session((event) => this.sendEvent(event));
  /** Requests that are worked on, by their numbers: what to call when the editor has no use for the answer. */
  readonly #cancels = new Map<number, () => void>();

  protected override dispatchRequest(request: DebugProtocol.Request): void {
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
    const response: DebugProtocol.Response = new Response(request);
    const cancelled = new Promise<never>((_, reject) =>
      this.#cancels.set(request.seq, () => reject(new Error(adapterErrors.cancelled()))),
    );
    try {
      const handler: RequestHandler | undefined = REQUESTS[request.command];
      if (handler === undefined) throw new Error(adapterErrors.unknownRequest(request.command));
      const body = await Promise.race([handler(this.#session, request.arguments as never), cancelled]);
      if (body !== undefined) response.body = body;
    } catch (error) {
      Object.assign(response, failure(request.command, error));
    } finally {
      this.#cancels.delete(request.seq);
    }
    this.sendResponse(response);
    if (request.command === "disconnect") this.emit("ended");
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
  const message = error instanceof Error ? error.message : String(error);
  return {
    success: false,
    message,
    body: {
      error: { id: 1, format: message.replace(/[{}]/g, (brace) => `${brace}`), showUser: SHOWN_TO_USER.has(command) },
    },
  };
}
