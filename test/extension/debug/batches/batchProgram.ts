import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";

/** `trainingStep` begins on line 9, `validationStep` on line 17. */
export const MODEL = `import { functional as F, LightningModule, nn, optim, tf } from "lightning-runtime";

type Batch = [tf.Tensor2D, tf.Tensor1D];

export class Net extends LightningModule {
  net = new nn.Sequential(new nn.Linear(3, 2));

  trainingStep([x, y]: Batch, batchIdx: number, unused = () => {}) {
    const before = Date.now();
    while (Date.now() - before < Number(process.env.STEP_MS ?? 0));
    const loss = F.crossEntropy(this.net.forward(x), y);
    this.log("train_loss", loss);
    return this.spoil(loss);
  }

  validationStep([x, y]: Batch) {
    const value = this.trainer.currentEpoch === 2 ? 9 : 2 - this.trainer.currentEpoch;
    this.log("val_loss", value);
  }

  spoil(loss: tf.Scalar): tf.Tensor {
    const isDue = this.trainer.currentEpoch === 1 && this.trainer.batchIdx === 2;
    if (!isDue || process.env.SPOIL === undefined) return loss;
    if (process.env.SPOIL === "loss") return loss.div(tf.scalar(0)).mul(tf.scalar(-1));
    // The derivative of a root at 0 is infinite.
    const [weight] = this.parameters();
    return loss.add(weight.sub(tf.variable(weight)).sqrt().sum());
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.1 });
  }
}
`;

const MAIN = `import { tf, Trainer } from "lightning-runtime";
import { Net } from "./model.ts";

const batches = Array.from({ length: 4 }, () => [tf.ones([5, 3]), tf.tensor1d([0, 1, 0, 1, 0], "int32")]);
const loader = { length: 4, [Symbol.iterator]: () => batches[Symbol.iterator]() };
const trainer = new Trainer({ maxEpochs: Number(process.env.EPOCHS ?? 3), logger: false, enableProgressBar: false, enableModelSummary: false, enableCheckpointing: false, numSanityValSteps: 0 });
const net = new Net();
const before = tf.memory().numTensors;
await trainer.fit(net, { trainDataloaders: loader, valDataloaders: loader });
console.log("leaked", tf.memory().numTensors - before);
`;

/** Three epochs of four batches, with a validation of four batches after each. */
export function batchProgram(env: Readonly<Record<string, string>> = {}, model = MODEL) {
  const made = program(MAIN, { "model.ts": model });
  return { ...made, launch: { ...made.launch, env: { LIGHTNING_BACKEND: "cpu", ...env } } };
}

/** A stop as `reason: description | where in the user's code`. */
export async function stopText(client: DapClient): Promise<string> {
  const { body } = await client.stoppedAt();
  const users = (await client.stack()).find(({ presentationHint }) => presentationHint === undefined);
  return `${body.reason}: ${body.description} | ${users?.name}:${users?.line}`;
}

/** The first stops of a program, at most so many; the last is `ended` when the program has. */
export async function stops(
  made: ReturnType<typeof batchProgram>,
  filters: DebugProtocol.ExceptionFilterOptions[],
  most = 20,
): Promise<string[]> {
  const client = DapClient.start();
  await client.launch(made.launch, {}, { exceptions: { filters: [], filterOptions: filters } });
  const ended = client.event("terminated").then(() => "ended");
  const found: string[] = [];
  while (found.length < most) {
    const stop = await Promise.race([stopText(client), ended]);
    found.push(stop);
    if (stop === "ended") {
      found.push(...client.output.filter((text) => text.startsWith("leaked")).map((text) => text.trim()));
      return found;
    }
    await client.request("continue", { threadId: 1 });
  }
  await client.request("disconnect");
  return found;
}
