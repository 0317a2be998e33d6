export type EvaluationStage = "validate" | "test";

/** Names of hooks and steps of a stage. */
export const EVALUATION_HOOKS = {
  validate: {
    step: "validationStep",
    loader: "valDataloader",
    modelEval: "onValidationModelEval",
    modelTrain: "onValidationModelTrain",
    start: "onValidationStart",
    end: "onValidationEnd",
    epochStart: "onValidationEpochStart",
    epochEnd: "onValidationEpochEnd",
    batchStart: "onValidationBatchStart",
    batchEnd: "onValidationBatchEnd",
  },
  test: {
    step: "testStep",
    loader: "testDataloader",
    modelEval: "onTestModelEval",
    modelTrain: "onTestModelTrain",
    start: "onTestStart",
    end: "onTestEnd",
    epochStart: "onTestEpochStart",
    epochEnd: "onTestEpochEnd",
    batchStart: "onTestBatchStart",
    batchEnd: "onTestBatchEnd",
  },
} as const;
