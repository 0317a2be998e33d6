// A whole step with the Trainer's defaults, beside a hand-written tfjs loop and, with `--peers PYTHON`, beside PyTorch Lightning.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backend, callbacks, Trainer, tf } from "../../runtime/dist/index.js";
import { firstStep, nativePackage, timedLine } from "./firstStep.mjs";
import { makeBatch, timedBatches } from "./step/batches.mjs";
import { MODELS } from "./step/models.mjs";
import { peerStart, startByHand, startLightning } from "./step/peer.mjs";

const BY_HAND = { tiny: 0.7, mlp: 0.5, cnn: 0.8 };
const LIGHTNING = { tiny: 0.6, mlp: 1.2, cnn: 1.1 };
const START = 0.25;

export default async function step({ peers }) {
  const folder = mkdtempSync(join(tmpdir(), "lightning-bench-"));
  const byHand = await startByHand(nativePackage(backend));
  const peer = peers === undefined ? null : await startLightning(peers);
  const experiment = peer && timedLine();
  const names = Object.keys(MODELS);
  const ofEach = (suffix, run) => Object.fromEntries(names.map((name) => [`${name}${suffix}`, () => run(name)]));
  return {
    versions: { ...backend.versions, backend: backend.kind, ...(peer && { peer: peer.version }) },
    variants: {
      rounds: 9,
      ...ofEach(" by hand", (name) => byHand.milliseconds(name, plan(name), folder)),
      ...ofEach("", (name) => millisecondsOfTrainer(name, folder)),
      ...(peer && {
        ...ofEach(" Lightning", (name) => peer.milliseconds(name, plan(name), folder)),
        start: () => firstStep(experiment),
        "start Lightning": () => peerStart(peers, folder),
      }),
    },
    rows: (samples) => [
      ...names.map((name) => row(name, samples[name], samples[`${name} by hand`], BY_HAND[name])),
      ...(peer
        ? [
            ...names.map((name) => row(`${name}_pl`, samples[name], samples[`${name} Lightning`], LIGHTNING[name])),
            row("start_pl", samples.start, samples["start Lightning"], START),
          ]
        : []),
    ],
    close: () => {
      for (const program of [byHand, peer]) program?.close();
      for (const made of [folder, ...(experiment ? [experiment] : [])]) rmSync(made, { recursive: true, force: true });
    },
  };
}

/** Of what is measured in the same round, the ratio; of the rounds, the median. */
function row(name, ours, theirs, budget) {
  const ratios = ours.samples.map((value, round) => value / theirs.samples[round]).sort((a, b) => a - b);
  const figure = ratios[ratios.length >> 1];
  return { name, value: ours.median, unit: "ms", baseline: theirs.median, figure, budget };
}

function plan(name) {
  const { steps } = MODELS[name];
  return { warmUp: Math.ceil(steps / 5), steps };
}

async function millisecondsOfTrainer(name, defaultRootDir) {
  const model = MODELS[name].make();
  const terminal = { isTTY: true, columns: 120, write() {} };
  const trainer = new Trainer({
    maxEpochs: 1,
    defaultRootDir,
    // The default bar, which draws although nobody looks.
    callbacks: [new callbacks.ProgressBar({ output: terminal })],
    enableModelSummary: true,
  });
  const batches = timedBatches(makeBatch(tf, name), plan(name));
  await trainer.fit(model, { trainDataloaders: batches });
  model.dispose();
  tf.dispose(batches.batch);
  return batches.milliseconds();
}
