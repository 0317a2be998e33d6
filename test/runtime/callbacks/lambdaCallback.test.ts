import "../onCpu.js";
import { expect, test } from "vitest";
import { LambdaCallback } from "../../../runtime/callbacks/lambdaCallback.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

test("each function is called as its hook", async () => {
  const calls: string[] = [];
  const callback = new LambdaCallback({
    onTrainStart: (trainer) => void calls.push(`start at step ${trainer.globalStep}`),
    onTrainBatchEnd: (_trainer, module, _outputs, _batch, batchIdx) =>
      void calls.push(`${module.constructor.name}, batch ${batchIdx}`),
  });
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, callbacks: callback });
  trainer.print = () => {};
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(calls).toEqual(["start at step 0", "TinyModel, batch 0", "TinyModel, batch 1"]);
});

test("a name that is no hook is refused, with the nearest one", () => {
  expect(() => new LambdaCallback({ onTrainBegin: () => {} } as object)).toThrow(
    "LambdaCallback: `onTrainBegin` is no hook of a callback. Did you mean `onTrainEnd`?",
  );
});
