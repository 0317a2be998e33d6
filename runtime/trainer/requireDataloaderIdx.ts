import type { LightningModule } from "../core/lightningModule.js";
import { noDataloaderIdx } from "../core/moduleErrors.js";
import { takesParameter } from "../core/parameterCount.js";

/** What a stage calls with each batch of its loader. */
interface BatchCalls {
  readonly step: "validationStep" | "testStep" | "predictStep";
  readonly batchStart: "onValidationBatchStart" | "onTestBatchStart" | "onPredictBatchStart";
  readonly batchEnd: "onValidationBatchEnd" | "onTestBatchEnd" | "onPredictBatchEnd";
  readonly loader: "valDataloader" | "testDataloader" | "predictDataloader";
}

/** With several loaders the user's code must be able to tell them apart. */
export function requireDataloaderIdx(
  module: LightningModule,
  { step, batchStart, batchEnd, loader }: BatchCalls,
): void {
  for (const [name, place] of [
    [step, 2],
    [batchStart, 2],
    [batchEnd, 3],
  ] as const) {
    const method = module[name];
    if (method !== undefined && !takesParameter(method, place)) {
      throw noDataloaderIdx(module.constructor.name, name, loader);
    }
  }
}
