import { randomBytes } from "node:crypto";

/** What a WebSocket's peer sends (RFC 6455, section 5). */
export interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

export const OPCODES = { continuation: 0, text: 1, close: 8 } as const;

/** How each text begins, however long it is: a whole text, masked, whose length stands in the next eight bytes, of which four are 0. */
export const TEXT_BEGINNING = Buffer.from([0x80 | OPCODES.text, 0x80 | 127, 0, 0, 0, 0]);

/** The frame of a text as a client sends it, behind its beginning. */
export function encodeText(text: string): Buffer {
  const payload = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length);
  const mask = randomBytes(4);
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return Buffer.concat([length, mask, payload]);
}

/** Takes frames out of a stream of bytes. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /** The frames that are whole now that some more bytes have come. */
  *read(data: Buffer): Generator<Frame> {
    this.#chunks.push(data);
    this.#size += data.length;
    for (;;) {
      const head = this.#head();
      if (head === null || this.#size < head.start + head.length) return;
      const all = this.#joined();
      yield { ...head, payload: all.subarray(head.start, head.start + head.length) };
      this.#chunks = [all.subarray(head.start + head.length)];
      this.#size -= head.start + head.length;
    }
  }

  #head(): { opcode: number; final: boolean; start: number; length: number } | null {
    const first = this.#size < 2 ? null : this.#joinedTo(14);
    if (first === null) return null;
    const [byte0 = 0, byte1 = 0] = first;
    const short = byte1 & 0x7f;
    const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + (byte1 & 0x80 ? 4 : 0);
    if (first.length < start) return null;
    const length = short === 126 ? first.readUInt16BE(2) : short === 127 ? Number(first.readBigUInt64BE(2)) : short;
    return { opcode: byte0 & 0x0f, final: (byte0 & 0x80) !== 0, start, length };
  }

  /** At least so many bytes in one piece, when there are so many. A large message is not copied for each piece that comes. */
  #joinedTo(bytes: number): Buffer {
    const [first = Buffer.alloc(0)] = this.#chunks;
    return first.length >= Math.min(bytes, this.#size) ? first : this.#joined();
  }

  #joined(): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}
