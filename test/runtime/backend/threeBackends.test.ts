import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasNative } from "../../../runtime/backend/ensureBackend.js";
import { experiment, root } from "../../experiment.js";
import { lightning } from "../cli/lightning.js";

interface Curve {
  readonly id: string;
  readonly losses_float32: readonly number[];
}

const STEPS = 20;

const CURVES = join(root, "test", "reference", "nn", "curves.json");

/** The losses of torch's digits network, from its initial weights and over its batches. */
const PROGRAM = `import { readFileSync } from "node:fs";
import { Digits, functional as F, LightningModule, nn, optim, tf, Trainer } from "lightning-runtime";

const curve = JSON.parse(readFileSync(${JSON.stringify(CURVES)}, "utf8")).cases.find((one) => one.id === "curves/digits_cnn_seed11");
const digits = new Digits();
const losses: number[] = [];

class DigitsNet extends LightningModule {
  network = new nn.Sequential(
    new nn.Conv2d(1, 16, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2),
    new nn.Conv2d(16, 32, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2),
    new nn.Flatten(), new nn.Linear(128, 64), new nn.ReLU(), new nn.Linear(64, 10),
  );

  trainingStep([images, labels]) {
    const loss = F.crossEntropy(this.network.forward(images), labels);
    losses.push(loss.dataSync()[0]);
    return loss;
  }

  configureOptimizers() {
    return new optim.Adam(this.parameters(), { lr: 1e-3 });
  }
}

const model = new DigitsNet();
model.network.loadStateDict(Object.fromEntries(Object.entries(curve.weights.base64_float32_le).map(([name, text]) => [name, weight(name, text)])));
const batches = { length: ${STEPS}, *[Symbol.iterator]() { for (const rows of curve.data.rows.slice(0, ${STEPS})) yield batch(rows); } };
await new Trainer({ maxEpochs: 1, logger: false, enableProgressBar: false, enableModelSummary: false }).fit(model, { trainDataloaders: batches });
console.log("losses " + JSON.stringify(losses));

function weight(name, { shape, data }) {
  const bytes = Buffer.from(data, "base64");
  const values = tf.tensor(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)), shape);
  if (shape.length === 4) return tf.transpose(values, [2, 3, 1, 0]);
  // Torch flattens channels first, this runtime channels last.
  return name === "7.weight" ? values.reshape([64, 32, 2, 2]).transpose([0, 2, 3, 1]).reshape([64, 128]) : values;
}

function batch(rows) {
  const samples = rows.map((row) => digits.getItem(row));
  const images = tf.concat(samples.map(([image]) => tf.tensor(image.data, [1, 8, 8, 1])));
  return [images, tf.tensor1d(samples.map(([, label]) => label), "int32")];
}
`;

test.each(["wasm", "cpu", ...(hasNative() ? ["node"] : [])])(
  "the digits network learns on %s what it learns in torch",
  async (backend) => {
    const folder = experiment({ "main.ts": PROGRAM });
    const { out, err } = await lightning(folder, ["run", "main.ts"], { LIGHTNING_BACKEND: backend });
    expect(err).toBe("");
    const losses = JSON.parse(/^losses (.*)$/m.exec(out)?.[1] ?? "[]") as number[];
    const { cases } = JSON.parse(readFileSync(CURVES, "utf8")) as { readonly cases: readonly Curve[] };
    const wanted = cases.find(({ id }) => id === "curves/digits_cnn_seed11")?.losses_float32.slice(0, STEPS) ?? [];
    const near = losses.map((loss, i) => (Math.abs(loss - (wanted[i] ?? 0)) < 1e-4 ? wanted[i] : loss));
    expect(near).toEqual(wanted);
  },
);
