import type { StateDict } from "../checkpoint/stateful.js";
import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import { Module } from "../nn/module.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { Trainer } from "../trainer/trainer.js";
import { BaseFinetuning } from "./baseFinetuning.js";

export interface BackboneFinetuningOptions {
  /** Default 10. */
  readonly unfreezeBackboneAtEpoch?: number;
  /** By what the backbone's learning rate is multiplied at each epoch after; default: always 2. */
  readonly lambdaFunc?: (epoch: number) => number;
  /** The backbone's first learning rate as a share of the model's; default 0.1. */
  readonly backboneInitialRatioLr?: number;
  /** The same as a number; it goes before the ratio. */
  readonly backboneInitialLr?: number | null;
  /** Once it reaches the model's learning rate, the backbone's stays with it; default true. */
  readonly shouldAlign?: boolean;
  /** Divides the learning rate of parameters that are unfrozen without one; default 10. */
  readonly initialDenomLr?: number;
  /** Trains the backbone's batch normalization; default true. */
  readonly trainBn?: boolean;
  /** Prints both learning rates at each epoch; default false. */
  readonly verbose?: boolean;
  /** Decimals of what is printed; default 12. */
  readonly rounding?: number;
}

/** Trains a model's field `backbone` from a later epoch on, with a learning rate that grows to that of the rest. */
export class BackboneFinetuning extends BaseFinetuning {
  readonly #options: Required<BackboneFinetuningOptions>;
  previousBackboneLr: number | null = null;

  constructor(options: BackboneFinetuningOptions = {}) {
    super();
    this.#options = {
      unfreezeBackboneAtEpoch: 10,
      lambdaFunc: () => 2,
      backboneInitialRatioLr: 0.1,
      backboneInitialLr: null,
      shouldAlign: true,
      initialDenomLr: 10,
      trainBn: true,
      verbose: false,
      rounding: 12,
      ...options,
    };
  }

  override onFitStart(trainer: Trainer, module: LightningModule): void {
    backboneOf(module);
    super.onFitStart(trainer, module);
  }

  override freezeBeforeTraining(module: LightningModule): void {
    BaseFinetuning.freeze(backboneOf(module));
  }

  override finetuneFunction(module: LightningModule, epoch: number, optimizer: Optimizer): void {
    const { unfreezeBackboneAtEpoch, backboneInitialLr, backboneInitialRatioLr, trainBn, initialDenomLr } =
      this.#options;
    if (epoch < unfreezeBackboneAtEpoch) return;
    const current = optimizer.lr;
    let lr: number;
    if (epoch === unfreezeBackboneAtEpoch) {
      lr = backboneInitialLr ?? current * backboneInitialRatioLr;
      BaseFinetuning.unfreezeAndAddParamGroup(backboneOf(module), optimizer, { lr, trainBn, initialDenomLr });
    } else {
      lr = this.#grown(epoch, current);
      const last = optimizer.paramGroups.at(-1);
      if (last !== undefined) last.options.lr = lr;
    }
    this.previousBackboneLr = lr;
    if (this.#options.verbose) module.print(`Current lr: ${this.#rounded(current)}, Backbone lr: ${this.#rounded(lr)}`);
  }

  override stateDict(): StateDict {
    return { ...super.stateDict(), previousBackboneLr: this.previousBackboneLr };
  }

  override loadStateDict(state: StateDict): void {
    this.previousBackboneLr = (state["previousBackboneLr"] as number | null) ?? null;
    super.loadStateDict(state);
  }

  #grown(epoch: number, current: number): number {
    const grown = this.#options.lambdaFunc(epoch + 1) * (this.previousBackboneLr ?? 0);
    return this.#options.shouldAlign && grown > current ? current : grown;
  }

  #rounded(value: number): number {
    return Number(value.toFixed(this.#options.rounding));
  }
}

function backboneOf(module: LightningModule): Module {
  const { backbone } = module as { readonly backbone?: unknown };
  if (backbone instanceof Module) return backbone;
  throw new MisconfigurationException(
    `BackboneFinetuning: ${module.constructor.name} has no field \`backbone\` that is an nn.Module. Give it one, or use BaseFinetuning.`,
  );
}
