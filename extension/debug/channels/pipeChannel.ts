import type { Socket } from "node:net";
import type { Channel, ChannelListener } from "./channel.js";

/** One message a line, over the local socket or pipe of the bridge in the debuggee. */
export class PipeChannel implements Channel {
  /** The beginning of a message whose end has not come yet, in the pieces in which it came. */
  #pieces: string[] = [];

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding("utf8");
  }

  send(text: string): void {
    this.socket.write(`${text}\n`);
  }

  close(): void {
    this.socket.destroy();
  }

  open(listener: ChannelListener): void {
    this.socket.on("data", (data: string) => this.#receive(data, listener));
    this.socket.on("error", () => listener.closed());
    this.socket.on("close", () => listener.closed());
  }

  #receive(data: string, listener: ChannelListener): void {
    let start = 0;
    for (let end = data.indexOf("\n"); end >= 0; end = data.indexOf("\n", start)) {
      const text = this.#pieces.join("") + data.slice(start, end);
      this.#pieces = [];
      start = end + 1;
      listener.message(text);
    }
    if (start < data.length) this.#pieces.push(data.slice(start));
  }
}
