import { join } from "node:path";
import { experiment } from "../../experiment.js";

/** A model of the smallest kind. `trainingStep` begins on line 10. */
export const MODEL = `import { functional as F, LightningModule, nn, optim, tf } from "lightning-runtime";

export class Net extends LightningModule {
  layer = new nn.Linear(3, 2);

  constructor(private readonly lr: number = 0.1) {
    super();
  }

  trainingStep([x, y]: [tf.Tensor2D, tf.Tensor1D], batchIdx: number) {
    const logits = this.layer.forward(x);
    const loss: tf.Tensor = F.crossEntropy(logits, y);
    this.log("train_loss", loss);
    return loss;
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: this.lr });
  }
}
`;

/** Trains it on four batches; for so many epochs as \`EPOCHS\` says. */
export const MAIN = `import { tf, Trainer } from "lightning-runtime";
import { Net } from "./model.ts";

const batches = Array.from({ length: 4 }, () => [tf.ones([5, 3]), tf.tensor1d([0, 1, 0, 1, 0], "int32")]);
const loader = { length: 4, [Symbol.iterator]: () => batches[Symbol.iterator]() };
await new Trainer({ maxEpochs: Number(process.env.EPOCHS ?? 1), logger: false, enableProgressBar: false, enableModelSummary: false }).fit(new Net(), { trainDataloaders: loader });
console.log("trained");
`;

/** Counts on the third line, some 200 times a second. */
export const ENDLESS = `let ticks = 0;
setInterval(() => {
  ticks += 1;
  (globalThis as any).ticks = ticks;
}, 5);
console.log("up", process.pid);
`;

/** A program in a folder of its own: how to launch it, and the paths of its files. */
export function program(
  main: string,
  others: Readonly<Record<string, string>> = {},
): { launch: Record<string, unknown>; main: string; file: (name: string) => string } {
  const folder = experiment({ "main.ts": main, ...others });
  const file = (name: string) => join(folder, name);
  return { launch: { program: file("main.ts"), env: { LIGHTNING_BACKEND: "cpu" } }, main: file("main.ts"), file };
}

/** The training above, as a program. */
export function training(model = MODEL): ReturnType<typeof program> {
  return program(MAIN, { "model.ts": model });
}
