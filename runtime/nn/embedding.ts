import { tf } from "../backend/tf.js";
import { embedding, type EmbeddingOptions as LookupOptions, paddingRow } from "../functional/embedding.js";
import { emptyParameter } from "./init/defaultParameter.js";
import { normal } from "./init/init.js";
import { inLayer } from "./inLayer.js";
import { Module } from "./module.js";
import type { Parameter } from "./parameter.js";

/** See `functional.embedding`; the padding row is 0 at first. */
export type EmbeddingOptions = LookupOptions;

/** A table of learned rows: numbers, int32 `[...]`, to `[..., embeddingDim]`. */
export class Embedding extends Module {
  /** `[numEmbeddings, embeddingDim]`, normal with mean 0 and standard deviation 1 at first. */
  weight: Parameter;
  readonly paddingIdx: number | null;
  readonly #options: EmbeddingOptions;

  /** @throws when the padding row is none of the table. */
  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: EmbeddingOptions = {},
  ) {
    super();
    this.paddingIdx = paddingRow(options.paddingIdx ?? null, numEmbeddings);
    this.#options = { ...options, paddingIdx: this.paddingIdx };
    this.weight = normal(emptyParameter([numEmbeddings, embeddingDim]));
    if (this.paddingIdx !== null) zeroRow(this.weight, this.paddingIdx);
  }

  /**
   * A table of rows that are known, `[numEmbeddings, embeddingDim]`; they are copied.
   *
   * @param options.freeze default true: the rows are not trained.
   */
  static fromPretrained(
    embeddings: tf.Tensor,
    { freeze = true, ...options }: EmbeddingOptions & { readonly freeze?: boolean } = {},
  ): Embedding {
    if (embeddings.rank !== 2) {
      throw new Error(
        `Embedding.fromPretrained got a tensor of shape [${embeddings.shape.join(", ")}], and it wants 2 dimensions: [rows, features].`,
      );
    }
    const [rows, features] = embeddings.shape as [number, number];
    const table = new Embedding(rows, features, options);
    table.weight.assign(embeddings);
    table.weight.requiresGrad = !freeze;
    return table;
  }

  override extraRepr(): string {
    return `${this.numEmbeddings}, ${this.embeddingDim}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => embedding(x, this.weight, this.#options));
  }
}

function zeroRow(weight: Parameter, row: number): void {
  const isRow = Int32Array.from({ length: weight.shape[0] as number }, (_, i) => Number(i === row));
  tf.tidy(() => weight.assign(tf.where(tf.tensor2d(isRow, [isRow.length, 1], "bool"), tf.zerosLike(weight), weight)));
}
