import { randomBytes } from "node:crypto";

/** What a WebSocket's peer sends (RFC 6455, section 5). */
export interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

export const OPCODES = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;

/** A frame as a client sends it: whole and masked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let i = 0; i < masked.length; i++) masked[i] = (masked[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return Buffer.concat([Buffer.from([0x80 | opcode]), encodedLength(payload.length), mask, masked]);
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

function encodedLength(length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | length]);
  if (length < 65_536) return Buffer.from([0x80 | 126, length >> 8, length & 0xff]);
  const encoded = Buffer.alloc(9);
  encoded[0] = 0x80 | 127;
  encoded.writeBigUInt64BE(BigInt(length), 1);
  return encoded;
}
