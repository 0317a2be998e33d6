import { tf } from "../../backend/tf.js";
import { LightningModule } from "../../core/lightningModule.js";
import type { Module } from "../../nn/module.js";
import { ModelSummary } from "../../summary/modelSummary.js";
import { graphEvent, summaryEvent } from "./event.js";
import { EventFile } from "./eventFile.js";
import { layerGraph } from "./graph.js";
import { histogramOf } from "./histogram.js";
import { flatHparams, hparamSummaries } from "./hparamSummaries.js";
import { encodeImage, type ImageFormat } from "./pixels.js";
import type { Field } from "./protobuf.js";
import { histogramSummary, imageSummary, scalarSummary, textSummary } from "./summaries.js";

/** Writes what TensorBoard shows, with torch's method names: `logger.experiment.addImage("digits", image, step)`. */
export class SummaryWriter {
  #file: EventFile | null;

  constructor(readonly logDir: string) {
    this.#file = new EventFile(logDir);
  }

  addScalar(tag: string, value: number | tf.Tensor, step = 0): void {
    this.#add(step, [scalarSummary(tag, typeof value === "number" ? value : (value.dataSync()[0] ?? Number.NaN))]);
  }

  addText(tag: string, text: string, step = 0): void {
    this.#add(step, [textSummary(tag, text)]);
  }

  /** @param image floats between 0 and 1, or whole numbers up to 255; height, width and channels, or as `dataformats` says. */
  addImage(tag: string, image: tf.Tensor, step = 0, options: { readonly dataformats?: ImageFormat } = {}): void {
    this.#add(step, [imageSummary(tag, encodeImage(image, options.dataformats))]);
  }

  /** How values are spread, such as a layer's weights. Nothing is added when none is finite. */
  addHistogram(tag: string, values: tf.Tensor | ArrayLike<number>, step = 0): void {
    const histogram = histogramOf(values instanceof tf.Tensor ? values.dataSync() : values);
    if (histogram !== undefined) this.#add(step, [histogramSummary(tag, histogram)]);
  }

  /** The layers of a model. */
  addGraph(model: Module): void {
    if (!(model instanceof LightningModule)) throw new TypeError("addGraph takes a LightningModule.");
    this.#open().append(
      graphEvent(Date.now() / 1000, layerGraph(new ModelSummary(model, { maxDepth: -1 }).toFile().rows)),
    );
  }

  /** Hyperparameters, with what came of them. */
  addHparams(hparams: Readonly<Record<string, unknown>>, metrics: Readonly<Record<string, number>>, step = 0): void {
    for (const [name, value] of Object.entries(metrics)) this.addScalar(name, value, step);
    for (const summary of hparamSummaries(flatHparams(hparams), Object.keys(metrics))) this.#add(step, [summary]);
  }

  flush(): void {
    this.#file?.flush();
  }

  /** Whatever is added later goes to another file. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }

  #add(step: number, values: readonly Field[]): void {
    this.#open().append(summaryEvent(Date.now() / 1000, step, values));
  }

  #open(): EventFile {
    this.#file ??= new EventFile(this.logDir);
    return this.#file;
  }
}
