import { describe, expect, it } from "vitest";
import { declaredNames } from "../../../extension/views/declaredNames.js";

describe("the variables whose values stand behind their lines, at a stop", () => {
  it("are the function's parameters and what is declared above", () => {
    expect(
      picture(`
class Net extends LightningModule {
  trainingStep([images, labels]: Batch, batchIdx: number) {
    const logits = this.forward(images);
    const { mean, std: deviation } = moments(logits, other);
■   const loss = F.crossEntropy(logits, labels);
    return loss;
  }
}`),
    ).toEqual(["2: images labels batchIdx", "3: logits", "4: mean deviation"]);
  });

  it("also from within blocks, callbacks and heads of several lines", () => {
    expect(
      picture(`
export async function evaluate(
  model: Net,
  { batches = 3 }: Options,
): Promise<void> {
  let sum = 0;
  for (const [index, batch] of batches.entries()) {
    // const nothing = 1
    if (index > 3) {
■     sum += batch.size;
    }
  }
}`),
    ).toEqual(["2: model", "3: batches", "5: sum", "6: index batch"]);
  });
});

/** A line for each line that shows something. The program has stopped at ■. */
function picture(text: string): string[] {
  const lines = text.split("\n");
  const stop = lines.findIndex((line) => line.startsWith("■"));
  const found = declaredNames(
    lines.map((line) => line.replace("■", " ")),
    stop,
  );
  const numbers = [...new Set(found.map(({ line }) => line))];
  return numbers.map((number) => {
    const names = found.filter(({ line }) => line === number).map(({ name }) => name);
    return `${number}: ${names.join(" ")}`;
  });
}
