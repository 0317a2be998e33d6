import { MisconfigurationException, nearestName } from "../errors.js";
import type { TrainerFn } from "../protocol/runFile.js";
import { HOOKS, MODULE_METHODS } from "./hooks.js";
import { LightningModule } from "./lightningModule.js";

/** Refuses, before anything runs, a module that lacks what a run needs, or that has a misspelt hook. */
export function checkModule(module: unknown, fn: TrainerFn): asserts module is LightningModule {
  if (!(module instanceof LightningModule)) {
    throw new TypeError(
      `\`model\` must be a \`LightningModule\`, got ${module === null ? "null" : (module?.constructor?.name ?? String(module))}.`,
    );
  }
  const name = module.constructor.name;
  refuseMisspelt(module, name);
  if (fn === "fit") {
    const missing = (["trainingStep", "configureOptimizers"] as const).find((method) => module[method] === undefined);
    if (missing !== undefined) {
      throw new MisconfigurationException(
        `${name} has no \`${missing}()\` method. The Trainer needs \`trainingStep()\`, \`configureOptimizers()\` and a \`trainDataloader()\` to fit.`,
      );
    }
  }
  if (fn === "validate" && module.validationStep === undefined) throw noStep(name, "validationStep", fn);
  if (fn === "test" && module.testStep === undefined) throw noStep(name, "testStep", fn);
}

function noStep(name: string, step: string, fn: TrainerFn): MisconfigurationException {
  return new MisconfigurationException(
    `No \`${step}()\` method defined to run \`Trainer.${fn}\`. Define one in ${name}.`,
  );
}

/** Methods that look like hooks, or have their Python names, would never be called. */
function refuseMisspelt(module: LightningModule, className: string): void {
  const known = [...Object.keys(HOOKS), ...Object.keys(MODULE_METHODS)];
  for (const method of methodNames(module)) {
    const isPythons = method.includes("_") && known.includes(camelCase(method));
    if (!isPythons && (!/^on[A-Z]/.test(method) || known.includes(method))) continue;
    const near = nearestName(method, known);
    const hint =
      near === undefined
        ? "If it is a method of your own, give it a name that does not begin with `on`."
        : `Did you mean \`${near}\`?`;
    throw new MisconfigurationException(
      `${className}.${method} is no hook, so the Trainer would never call it. ${hint}`,
    );
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function methodNames(module: LightningModule): string[] {
  const names: string[] = [];
  for (
    let prototype = Object.getPrototypeOf(module);
    prototype !== LightningModule.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    names.push(...Object.getOwnPropertyNames(prototype));
  }
  return names;
}
