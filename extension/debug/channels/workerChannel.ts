import type { Channel, ChannelListener } from "./channel.js";

/** A worker thread, whose messages go through the connection of the main thread. */
export class WorkerChannel implements Channel {
  #listener: ChannelListener | null = null;

  /** @param forward gives a message to the main thread, for the worker. */
  constructor(private readonly forward: (message: string) => void) {}

  send(text: string): void {
    this.forward(text);
  }

  close(): void {
    this.#listener?.closed();
  }

  open(listener: ChannelListener): void {
    this.#listener = listener;
  }

  /** The worker has sent something. */
  receive(message: string): void {
    this.#listener?.message(message);
  }
}
