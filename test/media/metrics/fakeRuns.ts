import type { FakeRun, FakeSeries } from "./fakeMetricsHost.js";

/** A loss that falls from `start` with some noise, the same at every call. */
export function fallingLoss(steps: number, start: number, rate: number): FakeSeries {
  const places = Array.from({ length: steps }, (_, step) => step);
  return {
    steps: places,
    values: places.map((step) => (start * Math.exp(-step / rate) + 0.05) * (1 + 0.15 * wave(step))),
  };
}

/** One value per epoch of a hundred steps. */
export function perEpoch(epochs: number, value: (epoch: number) => number): FakeSeries {
  const places = Array.from({ length: epochs }, (_, epoch) => epoch);
  return { steps: places.map((epoch) => epoch * 100 + 99), values: places.map(value) };
}

/** What the digits experiment logs. */
export function digitsRun(id: string, epochs: number, rate: number, rest: Partial<FakeRun> = {}): FakeRun {
  return {
    id,
    hparams: [
      ["lr", String(1 / rate)],
      ["batchSize", "32"],
      ["hidden", "64"],
    ],
    metrics: {
      test_acc: { steps: [epochs * 100], values: [1 - 4 / rate] },
      train_loss: fallingLoss(epochs * 100, 2.3, rate),
      val_acc: perEpoch(epochs, (epoch) => 1 - 0.6 * Math.exp(-(epoch + 1) * (100 / rate))),
      val_loss: perEpoch(epochs, (epoch) => 2.3 * Math.exp(-(epoch + 1) * (100 / rate)) + 0.08),
    },
    ...rest,
  };
}

function wave(step: number): number {
  return Math.sin(step * 12.9898) * Math.cos(step * 4.1414 + 1) + Math.sin(step * 0.7);
}
