import { inspect } from "node:util";
import type { LightningModule } from "../core/lightningModule.js";
import { directParts, type ModulePart, moduleParts } from "../core/moduleParts.js";
import { originalPlace } from "../loader/stackPlaces.js";
import { Module } from "../nn/module.js";
import type { Parameter } from "../nn/parameter.js";
import type { SummaryFile, SummaryRow, SummaryTotals } from "../protocol/summaryFile.js";
import { type ExampleRun, runExample } from "./exampleRun.js";
import { type LayerSize, sizeText } from "./layerSize.js";
import { summaryTable } from "./summaryTable.js";

/**
 * The layers and metrics of a model: their types and parameters, and, when the model has an `exampleInputArray`, the sizes of what goes in and comes
 * out and the floating-point operations, as Lightning's `ModelSummary` tells them
 * (lightning/pytorch/utilities/model_summary/model_summary.py). Its `toString()` is the table that Lightning prints.
 *
 * ```ts
 * console.log(String(new ModelSummary(model, { maxDepth: -1 })));
 * ```
 */
export class ModelSummary {
  readonly #model: LightningModule;
  readonly #maxDepth: number;
  readonly #example: ExampleRun | null;

  /**
   * @param options.maxDepth how deep to go into nested layers: 1, the default, the model's own; -1 all; 0 none.
   * @throws RangeError for another number.
   */
  constructor(model: LightningModule, options: { readonly maxDepth?: number } = {}) {
    const { maxDepth = 1 } = options;
    refuseDepth(maxDepth);
    this.#model = model;
    this.#maxDepth = maxDepth;
    this.#example = model.exampleInputArray === null ? null : runExample(model);
  }

  /** Paths from the model, such as `encoder.0`. A layer that is at several places is told at the first. */
  get layerNames(): string[] {
    return this.#layers.map(({ path }) => path);
  }

  get layerTypes(): string[] {
    return this.#layers.map(({ part }) => part.constructor.name);
  }

  /** Numbers of parameters, each with those of the layers in it. */
  get paramNums(): number[] {
    return this.#layers.map(({ part }) => count(parametersOf(part)));
  }

  /** Shapes of the inputs; "?" for a layer that did not run. */
  get inSizes(): LayerSize[] {
    return this.#layers.map(({ part }) => known(this.#example?.sizes.get(part)?.inSize));
  }

  /** Shapes of the outputs; "?" for a layer that did not run, and for what is no tensor. */
  get outSizes(): LayerSize[] {
    return this.#layers.map(({ part }) => known(this.#example?.sizes.get(part)?.outSize));
  }

  /** True for layers in training mode; a metric is in that of the module that has it. */
  get trainingModes(): boolean[] {
    return this.#layers.map(({ training }) => training);
  }

  /** Of all modules and metrics below the model, whatever the depth. */
  get totalTrainingModes(): { readonly train: number; readonly eval: number } {
    const parts = moduleParts(this.#model);
    const inTraining = parts.filter(({ training }) => training).length;
    return { train: inTraining, eval: parts.length - inTraining };
  }

  get totalParameters(): number {
    return count(this.#model.parameters());
  }

  get trainableParameters(): number {
    return count(this.#model.parameters().filter((parameter) => parameter.requiresGrad));
  }

  /** The sum of `paramNums`: what is nested counts once for each layer around it that is told too. */
  get totalLayerParams(): number {
    return this.paramNums.reduce((sum, params) => sum + params, 0);
  }

  /** Of the parameters, in MB (10^6 bytes), at 32 bits each. */
  get modelSize(): number {
    return this.totalParameters * MEGABYTES_A_PARAMETER;
  }

  /** Floating-point operations of the example's run; 0 without one. */
  get totalFlops(): number {
    return this.#example?.flops.total ?? 0;
  }

  /** Floating-point operations by layer, each with those of the layers in it; 0 without an example. */
  get flopCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.layerNames.map((name) => [name, this.#example?.flops.at(name) ?? 0]));
  }

  /** The table that Lightning prints, character for character. */
  toString(): string {
    return summaryTable(this.#rows(), this.#totals(), this.#example !== null);
  }

  /** The content of a `summary.json`. */
  toFile(): SummaryFile {
    return { version: 1, model: this.#model.constructor.name, rows: this.#rows(), totals: this.#totals() };
  }

  /** At depth 1 they are the model's own parts, though one may be inside another too. */
  get #layers(): readonly ModulePart[] {
    switch (this.#maxDepth) {
      case 0:
        return [];
      case 1:
        return directParts(this.#model);
      case -1:
        return moduleParts(this.#model);
      default:
        return moduleParts(this.#model).filter(({ path }) => depthOf(path) <= this.#maxDepth);
    }
  }

  #rows(): SummaryRow[] {
    const { paramNums, inSizes, outSizes, flopCounts } = this;
    const size = (sizes: readonly LayerSize[], i: number) => (this.#example ? sizeText(sizes[i] ?? "?") : null);
    return this.#layers.map(({ path, part, training }, i) => ({
      name: path,
      type: part.constructor.name,
      depth: depthOf(path),
      params: paramNums[i] as number,
      trainableParams: count(parametersOf(part).filter((parameter) => parameter.requiresGrad)),
      mode: training ? "train" : "eval",
      flops: flopCounts[path] as number,
      inSizes: size(inSizes, i),
      outSizes: size(outSizes, i),
      source: part instanceof Module ? originalPlace(part.origin) : null,
    }));
  }

  #totals(): SummaryTotals {
    const { train, eval: inEvaluation } = this.totalTrainingModes;
    return {
      trainableParams: this.trainableParameters,
      nonTrainableParams: this.totalParameters - this.trainableParameters,
      totalParams: this.totalParameters,
      sizeMb: this.modelSize,
      modulesInTrain: train,
      modulesInEval: inEvaluation,
      flops: this.totalFlops,
    };
  }
}

const MEGABYTES_A_PARAMETER = (32 / 8) * 1e-6;

function depthOf(path: string): number {
  return path.split(".").length;
}

/** A metric has none. */
function parametersOf(part: ModulePart["part"]): readonly Parameter[] {
  return part instanceof Module ? part.parameters() : [];
}

function count(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}

/** A scalar and no inputs at all have an empty shape, and Lightning does not tell it from one that is not known. */
function known(size: LayerSize | undefined): LayerSize {
  return size === undefined || size.length === 0 ? "?" : size;
}

/** @throws RangeError when it is no depth. */
export function refuseDepth(maxDepth: number): void {
  if (!Number.isInteger(maxDepth) || maxDepth < -1) {
    throw new RangeError(
      `ModelSummary: \`maxDepth\` is ${inspect(maxDepth)}; it can be -1 (all layers), 0 (none) or a larger whole number.`,
    );
  }
}
