import { nearestName } from "../errors.js";
import { Module } from "../nn/module.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { ResolvedOptions } from "../trainer/options.js";
import { HOOKS, MODULE_METHODS } from "./hooks.js";
import { LightningModule } from "./lightningModule.js";
import {
  noStep,
  notAModule,
  notFittable,
  notInManualOptimization,
  notPredictable,
  removedHook,
  unknownHook,
} from "./moduleErrors.js";

export function checkIsModule(module: unknown): asserts module is LightningModule {
  if (!(module instanceof LightningModule)) throw notAModule(module);
}

/** Refuses, before anything runs, a module that lacks what a run needs, or that has a misspelt hook. */
export function checkModule(module: unknown, fn: TrainerFn): asserts module is LightningModule {
  checkIsModule(module);
  const name = module.constructor.name;
  refuseMisspelt(module, name);
  switch (fn) {
    case "fit": {
      const missing = (["trainingStep", "configureOptimizers"] as const).find((method) => module[method] === undefined);
      if (missing !== undefined) throw notFittable(name, missing);
      break;
    }
    case "validate":
      if (module.validationStep === undefined) throw noStep(name, "validationStep", fn);
      break;
    case "test":
      if (module.testStep === undefined) throw noStep(name, "testStep", fn);
      break;
    case "predict":
      if (module.predictStep === undefined && !hasForward(module)) throw notPredictable();
      break;
  }
}

/** Refuses what the Trainer would have to do around steps that the user's code takes itself. */
export function checkManualOptimization({
  gradientClipVal,
  accumulateGradBatches,
}: Pick<ResolvedOptions, "gradientClipVal" | "accumulateGradBatches">): void {
  if (gradientClipVal !== null && gradientClipVal > 0) {
    throw notInManualOptimization(`gradientClipVal: ${gradientClipVal}`, "Call `clipGradients` there");
  }
  if (accumulateGradBatches !== 1) {
    throw notInManualOptimization(
      `accumulateGradBatches: ${accumulateGradBatches}`,
      "Step the optimizer there every so many batches",
    );
  }
}

function hasForward({ forward }: LightningModule): boolean {
  return forward !== undefined && forward !== Module.prototype.forward;
}

/** Hooks of Lightning 1, and what took their place. */
const REMOVED: Readonly<Record<string, string>> = {
  trainingEpochEnd: "onTrainEpochEnd",
  validationEpochEnd: "onValidationEpochEnd",
  testEpochEnd: "onTestEpochEnd",
};

const KNOWN: readonly string[] = [...Object.keys(HOOKS), ...Object.keys(MODULE_METHODS)];

/** Methods that look like hooks, that are one or two letters beside one, or that have its Python name, would never be called. */
function refuseMisspelt(module: LightningModule, className: string): void {
  for (const method of methodNames(module)) {
    const name = camelCase(method);
    const instead = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
    if (instead !== undefined) throw removedHook(className, method, instead);
    if (KNOWN.includes(method) || method in LightningModule.prototype) continue;
    const looksLikeHook = /^on[A-Z]/.test(method) || (method !== name && KNOWN.includes(name));
    const near = nearestName(method, KNOWN, looksLikeHook ? undefined : method.length < 10 ? 1 : 2);
    if (looksLikeHook || near !== undefined) throw unknownHook(className, method, near);
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The methods of its classes, and fields that hold functions. */
function methodNames(module: LightningModule): string[] {
  const fields = Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
  const names = new Set(fields);
  for (
    let prototype = Object.getPrototypeOf(module);
    prototype !== LightningModule.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) names.add(name);
  }
  return [...names];
}
