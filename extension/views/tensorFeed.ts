import type { TensorMessage, TensorRequest, TensorView } from "../../media/messages.js";
import type { TensorBlock, TensorInfo } from "../../runtime/protocol/debugApi.js";
import { type Block, blockParts } from "./blockParts.js";
import { npyHeader } from "./npyFile.js";

/** A debug session, as far as a view of a tensor needs it. */
export interface TensorSession {
  customRequest(command: string, args?: object): Thenable<unknown>;
}

/** Where a tensor is. */
export interface TensorPlace {
  /** What it is called in the view. */
  readonly name: string;
  /** The expression that gives it in the paused frame; null: there is none, so that it is not found again at the next stop. */
  readonly evaluateName: string | null;
  readonly variablesReference: number;
  readonly memoryReference: string | null;
}

/** What a view is shown where the user's editor does it. */
export interface TensorDesk {
  copy(text: string): Thenable<void>;
  /** Asks for a file; undefined: the user chose none. */
  save(name: string, content: () => AsyncIterable<Uint8Array>): Thenable<void>;
}

/** What is asked for at a time: what the extension host decodes in a few milliseconds. */
const PAGE = { bytes: 2 ** 18, values: 2 ** 16 };

/** Gives one view its tensor: values when they are asked for, and the tensor anew at each stop at which its expression gives one. */
export class TensorFeed {
  #place: TensorPlace;
  #info: TensorInfo | null = null;
  #stale: string | null = null;

  constructor(
    private readonly session: TensorSession,
    place: TensorPlace,
    private readonly desk: TensorDesk,
    private readonly post: (message: TensorMessage) => void,
  ) {
    this.#place = place;
  }

  get title(): string {
    return this.#info === null ? this.#place.name : `${this.#place.name} [${this.#info.shape.join(", ")}]`;
  }

  async answer(request: TensorRequest): Promise<void> {
    try {
      switch (request.kind) {
        case "ready":
          if (this.#info === null) await this.#load();
          else this.#postAll();
          return;
        case "block":
          return await this.#block(request.id, request);
        case "copyJson": {
          const { variablesReference } = this.#place;
          const { text } = (await this.session.customRequest("lightning.tensorJson", { variablesReference })) as {
            text: string;
          };
          await this.desk.copy(text);
          return;
        }
        case "saveNpy":
          return await this.#saveNpy();
        case "copyText":
          await this.desk.copy(request.text);
          return;
        default:
          request satisfies never;
      }
    } catch (error) {
      const message = this.#stale ?? (error instanceof Error ? error.message : String(error));
      this.post({ kind: "failed", id: request.kind === "block" ? request.id : null, message });
    }
  }

  /** The program runs. */
  continued(): void {
    this.#say("The program runs. These are the values of its last stop.");
  }

  /** The program has stopped again. @param frameId of the innermost frame. */
  async stopped(frameId: number): Promise<void> {
    const { name, evaluateName } = this.#place;
    if (evaluateName === null) {
      this.#say(`These are the values of an earlier stop: no expression gives ${name} anew.`);
      return;
    }
    try {
      const args = { expression: evaluateName, frameId, context: "watch" };
      const found = (await this.session.customRequest("evaluate", args)) as {
        variablesReference: number;
        memoryReference?: string;
      };
      const { variablesReference, memoryReference = null } = found;
      this.#place = { ...this.#place, variablesReference, memoryReference };
      await this.#load();
    } catch {
      this.#say(`These are the values of an earlier stop: \`${evaluateName}\` is no tensor here.`);
    }
  }

  ended(): void {
    this.#say("The debug session has ended. These are the values of its last stop.");
  }

  async #load(): Promise<void> {
    const { variablesReference } = this.#place;
    this.#info = (await this.session.customRequest("lightning.tensor", { variablesReference })) as TensorInfo;
    this.#stale = null;
    this.#postAll();
  }

  #postAll(): void {
    if (this.#info === null) return;
    const tensor: TensorView = { ...this.#info, name: this.#place.name };
    this.post({ kind: "tensor", tensor });
    this.post({ kind: "stale", why: this.#stale });
  }

  async #block(id: number, block: Block): Promise<void> {
    const { variablesReference } = this.#place;
    const bytes: Buffer[] = [];
    const strings: string[] = [];
    let isText = false;
    for (const part of blockParts(block, PAGE.values)) {
      const args = { variablesReference, ...part };
      const found = (await this.session.customRequest("lightning.tensorBlock", args)) as TensorBlock;
      isText = found.kind === "strings";
      if (found.kind === "strings") strings.push(...found.values);
      else bytes.push(Buffer.from(found.data, "base64"));
    }
    if (isText) this.post({ kind: "strings", id, values: strings });
    else this.post({ kind: "block", id, data: Uint8Array.from(Buffer.concat(bytes)).buffer });
  }

  async #saveNpy(): Promise<void> {
    const { memoryReference, name } = this.#place;
    const header = this.#info === null ? null : npyHeader(this.#info.dtype, this.#info.shape);
    if (this.#info === null || header === null)
      throw new Error(`A .npy file cannot hold values of type ${this.#info?.dtype}. Copy them as JSON.`);
    const file = `${name.replace(/[^\w.-]+/g, "_").replace(/^_+|_+$/g, "") || "tensor"}.npy`;
    await this.desk.save(file, () => this.#npy(header, memoryReference));
  }

  async *#npy(header: Uint8Array, memoryReference: string | null): AsyncGenerator<Uint8Array> {
    yield header;
    if (memoryReference === null) return;
    for (let offset = 0; ; offset += PAGE.bytes) {
      const args = { memoryReference, offset, count: PAGE.bytes };
      const { data, unreadableBytes = 0 } = (await this.session.customRequest("readMemory", args)) as {
        data: string;
        unreadableBytes?: number;
      };
      yield Buffer.from(data, "base64");
      if (unreadableBytes > 0 || data === "") return;
    }
  }

  #say(why: string): void {
    this.#stale = why;
    this.post({ kind: "stale", why });
  }
}
