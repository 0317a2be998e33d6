import "../../onCpu.js";
import { expect, test } from "vitest";
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "../../../../runtime/optim/index.js";
import { parameterOf } from "../steppedPicture.js";
import { sgd, shortened, twoGroups } from "./ratePicture.js";

test.each<[string, ReduceLROnPlateauOptions, readonly number[], string]>([
  ["when it bears one step without improvement", { patience: 1 }, [5, 4, 4, 4, 4, 4], "1 1 1 0.1 0.1 0.01"],
  ["when the metric should rise", { mode: "max", patience: 0 }, [1, 2, 2, 3], "1 1 0.1 0.1"],
  ["when 10 % better is no improvement", { threshold: 0.2, patience: 0 }, [10, 9, 7], "1 0.1 0.1"],
  ["when less than 2 is no improvement", { threshold: 2, thresholdMode: "abs", patience: 0 }, [10, 9, 7], "1 0.1 0.1"],
  ["when it waits after a reduction", { patience: 0, cooldown: 2 }, [1, 1, 1, 1, 1], "1 0.1 0.1 0.1 0.01"],
  ["when there is a lowest rate", { patience: 0, minLr: 0.5 }, [1, 1, 1], "1 0.5 0.5"],
  ["when the metric is NaN", { patience: 0 }, [1, Number.NaN, 0.5], "1 0.1 0.1"],
])("%s", (_when, options, metrics, rates) => {
  const optimizer = sgd(1);
  const scheduler = new ReduceLROnPlateau(optimizer, options);
  const picture = metrics.map((metric) => {
    scheduler.step(metric);
    return shortened(optimizer.lr);
  });
  expect(picture.join(" ")).toBe(rates);
});

test("its options are part of its state, as in torch", () => {
  const scheduler = new ReduceLROnPlateau(sgd(1), { patience: 3 });
  scheduler.loadStateDict(new ReduceLROnPlateau(sgd(1), { mode: "max", patience: 7 }).stateDict());
  expect(scheduler.stateDict()).toMatchObject({ patience: 7, mode: "max", best: Number.NEGATIVE_INFINITY });
});

test("a group that is added has the lowest rate of all, unless each was given one", () => {
  const [shared, own] = [sgd(1), twoGroups()];
  const schedulers = [
    new ReduceLROnPlateau(shared, { patience: 0, minLr: 0.5 }),
    new ReduceLROnPlateau(own, { patience: 0, minLr: [0.5, 0.1] }),
  ] as const;
  for (const optimizer of [shared, own]) optimizer.addParamGroup({ params: parameterOf(0) });
  for (const scheduler of schedulers) scheduler.step(1);
  schedulers[0].step(1);
  expect(schedulers[0].getLastLr()).toEqual([0.5, 0.5]);
  expect(() => schedulers[1].step(1)).toThrow(
    "ReduceLROnPlateau has lowest rates for 2 parameter groups, and the optimizer has 3 by now. Give one `minLr` for all, or add groups first.",
  );
});

test.each<[string, () => unknown, string]>([
  [
    "a factor of 1",
    () => new ReduceLROnPlateau(sgd(1), { factor: 1 }),
    "ReduceLROnPlateau: `factor` is 1; it must be below 1.",
  ],
  [
    "an unknown mode",
    () => new ReduceLROnPlateau(sgd(1), { mode: "auto" as "min" }),
    'ReduceLROnPlateau: `mode` is "auto"; it should be "min" or "max".',
  ],
  [
    "a step without a metric",
    () => new ReduceLROnPlateau(sgd(1)).step(),
    "ReduceLROnPlateau: `step` needs the metric that it watches. Call step(metric), or set `monitor` beside it.",
  ],
])("%s is refused", (_what, mistake, message) => {
  expect(mistake).toThrow(message);
});
