const HEADER_END = "\r\n\r\n";

/** Takes the protocol's messages out of a stream of bytes: a header with the length, an empty line, JSON. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Of the message that has begun, in bytes; null: its header has not come yet. */
  #length: number | null = null;

  /**
   * The messages that are whole now that some more bytes have come.
   *
   * @param refused is told of what is no message. It is passed over.
   */
  *read(data: Buffer, refused: (text: string) => void): Generator<object> {
    this.#chunks.push(data);
    this.#size += data.length;
    for (;;) {
      if (this.#length === null && !this.#readHeader(refused)) return;
      if (this.#length === null || this.#size < this.#length) return;
      const text = this.#take(this.#length).toString("utf8");
      this.#length = null;
      const message = parsed(text);
      if (message === null) refused(text);
      else yield message;
    }
  }

  /** False: more must come. */
  #readHeader(refused: (text: string) => void): boolean {
    for (;;) {
      const end = this.#joined().indexOf(HEADER_END);
      if (end < 0) return false;
      const header = this.#take(end + HEADER_END.length).toString("utf8");
      const length = /Content-Length: *(\d+) *\r\n/i.exec(header)?.[1];
      if (length !== undefined) {
        this.#length = Number(length);
        return true;
      }
      refused(header);
    }
  }

  #take(bytes: number): Buffer {
    const all = this.#joined();
    this.#chunks = [all.subarray(bytes)];
    this.#size -= bytes;
    return all.subarray(0, bytes);
  }

  #joined(): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

/** Null: no object in JSON. */
function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
