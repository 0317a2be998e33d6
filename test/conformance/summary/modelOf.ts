import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import { ModelSummary } from "../../../runtime/summary/modelSummary.js";
import { MODELS } from "./models.js";
import { rebuilt, specified } from "./otherModels.js";
import type { SummaryCase } from "./summaryCase.js";

/**
 * The model that a summary is of: by its name; as its file describes it; when it has another name, by its layers; or made from its rows.
 * Null: none of these.
 */
export function modelOf(golden: SummaryCase): LightningModule | null {
  return MODELS[golden.model]?.() ?? specified(golden) ?? sameLayers(golden) ?? rebuilt(golden);
}

function sameLayers(golden: SummaryCase): LightningModule | null {
  const hasExample = (golden["columns"] as readonly string[] | undefined)?.includes("In sizes") ?? false;
  const wanted = JSON.stringify([
    ...[golden.layer_names, golden.layer_types, golden["param_nums"]],
    ...[golden["total_parameters"], golden["total_training_modes"]],
  ]);
  for (const make of Object.values(MODELS)) {
    const model = make();
    const summary = new ModelSummary(model, { maxDepth: golden.max_depth });
    const { layerNames, layerTypes, paramNums, totalParameters, totalTrainingModes } = summary;
    const isIt = JSON.stringify([layerNames, layerTypes, paramNums, totalParameters, totalTrainingModes]) === wanted;
    if (isIt && (model.exampleInputArray !== null) === hasExample) return model;
    model.dispose();
  }
  return null;
}
