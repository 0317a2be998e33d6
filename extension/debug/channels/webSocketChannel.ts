import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";
import type { Channel, ChannelListener } from "./channel.js";
import { encodeText, FrameReader, OPCODES, TEXT_BEGINNING } from "./webSocketFrames.js";

/** What is sent when the beginning of a text is used up: nobody waits for the answer to a 0. */
const ASKS_NOTHING = JSON.stringify({ id: 0, method: "Schema.getDomains" });

/**
 * A WebSocket of Node's own inspector. Node 20 has no client of its own, and the inspector needs no more of the protocol than this.
 *
 * The inspector sends no small packet before the last one is acknowledged (Nagle's algorithm), and an operating system acknowledges at once
 * only what it can put into a packet of its own; else it waits some 40 ms, which every answer behind an event would take. So whatever comes
 * is answered with one byte: the next one of the beginning that the next text has in any case.
 */
export class WebSocketChannel implements Channel {
  readonly #reader = new FrameReader();
  #parts: Buffer[] = [];
  /** How many bytes of the next text's beginning are sent. */
  #begun = 0;

  private constructor(
    private readonly socket: Duplex,
    private readonly head: Buffer,
  ) {}

  /** @param url `ws://host:port/id`. */
  static connect(url: string): Promise<WebSocketChannel> {
    const { hostname, port, pathname } = new URL(url);
    return new Promise((resolve, reject) => {
      const upgrade = request({
        host: hostname.replace(/^\[|\]$/g, ""),
        port,
        path: pathname,
        headers: {
          Connection: "Upgrade",
          Upgrade: "websocket",
          "Sec-WebSocket-Version": "13",
          "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
        },
      });
      upgrade.on("upgrade", (_response, socket, head) => {
        socket.setNoDelay(true);
        resolve(new WebSocketChannel(socket, head));
      });
      upgrade.on("response", (response) => {
        response.resume();
        reject(new Error(`HTTP status ${response.statusCode} instead of a WebSocket`));
      });
      upgrade.on("error", reject);
      upgrade.end();
    });
  }

  send(text: string): void {
    this.socket.write(Buffer.concat([TEXT_BEGINNING.subarray(this.#begun), encodeText(text)]));
    this.#begun = 0;
  }

  close(): void {
    this.socket.destroy();
  }

  open(listener: ChannelListener): void {
    this.socket.on("data", (data: Buffer) => this.#receive(data, listener));
    this.socket.on("error", () => listener.closed());
    this.socket.on("close", () => listener.closed());
    this.socket.on("end", () => this.close());
    if (this.head.length > 0) this.#receive(this.head, listener);
  }

  #receive(data: Buffer, listener: ChannelListener): void {
    if (this.#begun === TEXT_BEGINNING.length) this.send(ASKS_NOTHING);
    else this.socket.write(TEXT_BEGINNING.subarray(this.#begun, ++this.#begun));
    for (const { opcode, final, payload } of this.#reader.read(data)) {
      if (opcode === OPCODES.close) this.close();
      else if (opcode === OPCODES.text || opcode === OPCODES.continuation) {
        this.#parts.push(payload);
        if (!final) continue;
        const text = Buffer.concat(this.#parts).toString("utf8");
        this.#parts = [];
        listener.message(text);
      }
    }
  }
}
