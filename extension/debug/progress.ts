import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";

/** Work that is done sooner needs no notice. */
const SHOWN_AFTER_MS = 500;

export interface ProgressOptions {
  readonly title: string;
  readonly message?: string;
  /** Called when the user does not want to wait; undefined: it cannot be cancelled. */
  readonly cancel?: () => void;
  /** Default half a second. */
  readonly shownAfterMs?: number;
}

/** Tells the editor of work that takes long, when it can show such. */
export class Progress {
  #nextId = 1;
  isSupported = false;
  readonly #cancels = new Map<string, () => void>();

  constructor(private readonly send: (event: DebugProtocol.Event) => void) {}

  /** @param update tells how far the work is: a message, and 0 to 100 when that is known. */
  async during<Result>(
    { title, message, cancel, shownAfterMs = SHOWN_AFTER_MS }: ProgressOptions,
    work: (update: (message: string, percentage?: number) => void) => Promise<Result>,
  ): Promise<Result> {
    const id = `progress-${this.#nextId++}`;
    let isShown = false;
    const timer = setTimeout(() => {
      isShown = this.isSupported;
      if (!isShown) return;
      if (cancel !== undefined) this.#cancels.set(id, cancel);
      const event: DebugProtocol.ProgressStartEvent = new ProgressStartEvent(id, title, message);
      event.body.cancellable = cancel !== undefined;
      this.send(event);
    }, shownAfterMs);
    try {
      return await work((text, percentage) => {
        if (!isShown) return;
        const event: DebugProtocol.ProgressUpdateEvent = new ProgressUpdateEvent(id, text);
        if (percentage !== undefined) event.body.percentage = percentage;
        this.send(event);
      });
    } finally {
      clearTimeout(timer);
      this.#cancels.delete(id);
      if (isShown) this.send(new ProgressEndEvent(id));
    }
  }

  cancel(id: string): void {
    this.#cancels.get(id)?.();
  }
}
