import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { announceOptions } from "../../../runtime/trainer/announceOptions.js";
import { resolveOptions, type TrainerOptions } from "../../../runtime/trainer/options.js";

test.each<[TrainerOptions, string[]]>([
  [{ maxEpochs: 1 }, []],
  [{}, ["! `maxEpochs` was not set. Setting it to 1000 epochs. To train without an epoch limit, set `maxEpochs: -1`."]],
  [{ maxSteps: 5 }, []],
  [
    { fastDevRun: 3 },
    [
      "Running in `fastDevRun` mode: will run the requested loop using 3 batch(es). Logging and checkpointing is suppressed.",
    ],
  ],
  [
    { maxEpochs: 1, detectAnomaly: true },
    ["`detectAnomaly` is on: every gradient is searched for NaN, which makes each step slower."],
  ],
  [
    { maxEpochs: 1, barebones: true },
    [
      "Running in `barebones` mode: checkpoints, logging, progress bar, model summary and sanity check are off, and `this.log` does nothing.",
    ],
  ],
])("%j is announced so", (options, said) => {
  const lines: string[] = [];
  const warn = vi.spyOn(console, "warn").mockImplementation((text) => void lines.push(`! ${text}`));
  announceOptions(resolveOptions(options, {}), (text) => lines.push(text));
  warn.mockRestore();
  expect(lines).toEqual(said);
});
