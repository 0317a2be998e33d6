import "../../onCpu.js";
import { expect, test, vi } from "vitest";
import { Adagrad, Adam, CyclicLR, OneCycleLR } from "../../../../runtime/optim/index.js";
import { parameterOf } from "../steppedPicture.js";
import { sgd, shortened } from "./ratePicture.js";

// Most of these tests step no optimizer, which is warned of.
vi.spyOn(console, "warn").mockReturnValue();

test("the momentum goes down while the rate goes up", () => {
  const optimizer = sgd(0.1, { momentum: 0.5 });
  const scheduler = new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 6, pctStart: 0.5, annealStrategy: "linear" });
  const lines = Array.from({ length: 6 }, (_, step) => {
    if (step > 0) scheduler.step();
    const { lr, momentum } = optimizer.paramGroups[0]?.options ?? { lr: 0, momentum: 0 };
    return `${shortened(lr)} ${shortened(momentum)}`;
  });
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    0.04 0.95
    0.52 0.9
    1 0.85
    0.667 0.883
    0.333 0.917
    0.000004 0.95
    "
  `);
});

test("of an Adam it is the first of the betas", () => {
  const optimizer = new Adam([parameterOf(0)], { betas: [0.7, 0.99] });
  const scheduler = new CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2 });
  scheduler.step();
  expect(optimizer.paramGroups[0]?.options.betas.map(shortened)).toEqual(["0.85", "0.99"]);
});

test("an optimizer without momentum has none to cycle", () => {
  expect(() => new OneCycleLR(new Adagrad([parameterOf(0)]), { maxLr: 1, totalSteps: 6 })).toThrow(
    "OneCycleLR: Adagrad has neither `momentum` nor `betas` to cycle. Give `cycleMomentum: false`.",
  );
});

test("a cycle that is stepped too often is refused", () => {
  const scheduler = new OneCycleLR(sgd(0.1, { momentum: 0.9 }), { maxLr: 1, totalSteps: 3 });
  for (let step = 0; step < 3; step++) scheduler.step();
  expect(() => scheduler.step()).toThrow(
    "Tried to step 4 times. The specified number of total steps is 3. Give OneCycleLR as many `totalSteps` as it is stepped.",
  );
});
