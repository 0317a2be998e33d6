import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { root } from "../../experiment.js";
import { batches, QUIET, TinyModel } from "./tinyModel.js";

vi.spyOn(console, "log").mockReturnValue();

interface Golden {
  readonly trainer: Readonly<Record<string, number>>;
  readonly train_batches: number;
  readonly estimated_stepping_batches: number | string;
}

const goldens = JSON.parse(
  readFileSync(join(root, "test", "reference", "extra", "estimated_stepping_batches.json"), "utf8"),
) as readonly Golden[];

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

test.each(goldens)("as many steps as Lightning expects: %j", async (golden) => {
  const options = Object.fromEntries(Object.entries(golden.trainer).map(([name, value]) => [camel(name), value]));
  const trainer = new Trainer({ ...QUIET, ...options });
  let estimated = Number.NaN;
  class Asking extends TinyModel {
    override configureOptimizers() {
      estimated = trainer.estimatedSteppingBatches;
      return super.configureOptimizers();
    }

    override onTrainStart(): void {
      trainer.shouldStop = true;
    }
  }
  await trainer.fit(new Asking(), { trainDataloaders: batches(golden.train_batches) });
  expect(estimated).toBe(Number(golden.estimated_stepping_batches));
});

test("the loader is asked for once, though it was needed early", async () => {
  let asked = 0;
  class Asking extends TinyModel {
    override trainDataloader() {
      asked++;
      return batches(2);
    }

    override configureOptimizers() {
      void this.trainer.estimatedSteppingBatches;
      return super.configureOptimizers();
    }
  }
  await new Trainer({ ...QUIET, maxEpochs: 1 }).fit(new Asking());
  expect(asked).toBe(1);
});

test("an asynchronous loader cannot be counted in time", async () => {
  class Asking extends TinyModel {
    override async trainDataloader() {
      return batches(2);
    }

    override configureOptimizers() {
      void this.trainer.estimatedSteppingBatches;
      return super.configureOptimizers();
    }
  }
  await expect(new Trainer({ ...QUIET, maxEpochs: 1 }).fit(new Asking())).rejects.toThrow(
    "`trainer.estimatedSteppingBatches` counts the batches of the train loader, and `trainDataloader` is asynchronous. Do what takes time in `setup`, and return the loader from `trainDataloader` at once.",
  );
});
