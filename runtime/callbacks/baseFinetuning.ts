import type { StateDict } from "../checkpoint/stateful.js";
import type { LightningModule } from "../core/lightningModule.js";
import { Module } from "../nn/module.js";
import type { Parameter } from "../nn/parameter.js";
import type { Optimizer, ParamGroup } from "../optim/optimizer.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

/** A module, or modules in lists however deep. */
export type Modules = Module | Iterable<Modules>;

/** A parameter group by the names of its parameters, as a checkpoint keeps it. */
interface SavedGroup {
  readonly params: readonly string[];
  readonly name?: string;
  readonly options: { readonly lr: number };
}

/**
 * Base for fine-tuning: freeze some layers in `freezeBeforeTraining`, and unfreeze them epoch by epoch in `finetuneFunction`, mostly
 * with `unfreezeAndAddParamGroup`. The optimizer must be made of the parameters that require a gradient:
 * `this.parameters().filter((parameter) => parameter.requiresGrad)`.
 */
export abstract class BaseFinetuning extends Callback {
  /** The parameter groups of each optimizer, with those that were added. */
  #groups: Record<number, readonly SavedGroup[]> = {};
  /** The parameters that are trained in the present epoch. */
  #trainable: readonly string[] = [];
  #restarting = false;

  /** Freezes what is not to be trained at first; called in `setup`, before `configureOptimizers`. */
  abstract freezeBeforeTraining(module: LightningModule): void;

  /** Unfreezes; called at the start of each training epoch, for each optimizer. */
  abstract finetuneFunction(module: LightningModule, epoch: number, optimizer: Optimizer): void;

  override setup(_trainer: Trainer, module: LightningModule, _stage: string): void {
    this.freezeBeforeTraining(module);
  }

  /** A resumed run gets the groups that the interrupted one had added, and trains what that one trained. */
  override onFitStart(trainer: Trainer, module: LightningModule): void {
    if (!this.#restarting) return;
    const parameters = new Map(module.namedParameters());
    for (const [i, optimizer] of trainer.optimizers.entries()) {
      optimizer.replaceParamGroups(
        (this.#groups[i] ?? []).map(({ params, ...group }) => ({
          ...group,
          options: { ...group.options },
          params: params.map((name) => parameters.get(name) as Parameter),
        })),
      );
    }
    for (const [name, parameter] of parameters) parameter.requiresGrad = this.#trainable.includes(name);
    this.#restarting = false;
  }

  override onTrainEpochStart(trainer: Trainer, module: LightningModule): void {
    for (const [i, optimizer] of trainer.optimizers.entries()) {
      const before = optimizer.paramGroups.length;
      this.finetuneFunction(module, trainer.currentEpoch, optimizer);
      const known = this.#groups[i];
      if (known === undefined || before !== optimizer.paramGroups.length) {
        const added = named(optimizer.paramGroups.slice(known === undefined ? 0 : before), module);
        this.#groups[i] = [...(known ?? []), ...added];
      }
    }
    this.#trainable = module.namedParameters().flatMap(([name, { requiresGrad }]) => (requiresGrad ? [name] : []));
  }

  override stateDict(): StateDict {
    return { internalOptimizerMetadata: this.#groups, trainableParameters: this.#trainable };
  }

  override loadStateDict(state: StateDict): void {
    this.#restarting = true;
    this.#groups = state["internalOptimizerMetadata"] as Record<number, readonly SavedGroup[]>;
    this.#trainable = state["trainableParameters"] as readonly string[];
  }

  /** The modules without children, and those that have parameters of their own. */
  static flattenModules(modules: Modules): Module[] {
    const all = modules instanceof Module ? modules.modules() : [...modules].flatMap(BaseFinetuning.flattenModules);
    return [...new Set(all)].filter((module) => module.children().length === 0 || module.ownParameters().length > 0);
  }

  /**
   * Parameters of modules.
   *
   * @param options.requiresGrad those with (default) or without a gradient.
   * @param options.trainBn false leaves those of batch normalization out; default true.
   */
  static filterParams(modules: Modules, { trainBn = true, requiresGrad = true } = {}): Parameter[] {
    return BaseFinetuning.flattenModules(modules)
      .filter((module) => trainBn || !isBatchNorm(module))
      .flatMap((module) => module.ownParameters().map(([, parameter]) => parameter))
      .filter((parameter) => parameter.requiresGrad === requiresGrad);
  }

  static makeTrainable(modules: Modules): void {
    for (const module of BaseFinetuning.flattenModules(modules)) setRequiresGrad(module, true);
  }

  /** @param options.trainBn true (default) lets batch normalization learn on. */
  static freeze(modules: Modules, { trainBn = true } = {}): void {
    for (const module of BaseFinetuning.flattenModules(modules))
      setRequiresGrad(module, trainBn && isBatchNorm(module));
  }

  /** Those of the parameters that an optimizer does not have yet. */
  static filterOnOptimizer(optimizer: Optimizer, params: readonly Parameter[]): Parameter[] {
    const known = new Set(optimizer.parameters());
    const missing = params.filter((parameter) => !known.has(parameter));
    if (missing.length < params.length) {
      console.warn(
        "Some of the parameters to be unfrozen are in a parameter group of the optimizer already; they are skipped. " +
          "Make the optimizer of `this.parameters().filter((parameter) => parameter.requiresGrad)`.",
      );
    }
    return missing;
  }

  /**
   * Unfreezes modules and adds their parameters to an optimizer as a new group.
   *
   * @param options.lr of the new group; default: the first group's, divided by `initialDenomLr`.
   * @param options.initialDenomLr default 10.
   * @param options.trainBn false leaves batch normalization out; default true.
   */
  static unfreezeAndAddParamGroup(
    modules: Modules,
    optimizer: Optimizer,
    { lr, initialDenomLr = 10, trainBn = true }: UnfreezeOptions = {},
  ): void {
    BaseFinetuning.makeTrainable(modules);
    const params = BaseFinetuning.filterOnOptimizer(optimizer, BaseFinetuning.filterParams(modules, { trainBn }));
    if (params.length > 0) optimizer.addParamGroup({ params, lr: lr ?? optimizer.lr / initialDenomLr });
  }
}

export interface UnfreezeOptions {
  readonly lr?: number;
  readonly initialDenomLr?: number;
  readonly trainBn?: boolean;
}

function setRequiresGrad(module: Module, value: boolean): void {
  for (const [, parameter] of module.ownParameters()) parameter.requiresGrad = value;
}

/** By name, so that a user's own normalization counts too. */
function isBatchNorm(module: Module): boolean {
  return /BatchNorm/.test(module.constructor.name);
}

function named(groups: readonly ParamGroup<{ lr: number }>[], module: LightningModule): SavedGroup[] {
  const names = new Map(module.namedParameters().map(([name, parameter]) => [parameter, name]));
  return groups.map(({ params, ...group }) => ({
    ...group,
    options: { ...group.options },
    params: params.map((parameter) => names.get(parameter) as string),
  }));
}
