import "../../onCpu.js";
import { expect, test } from "vitest";
import { resolveOptions, type TrainerOptions } from "../../../../runtime/trainer/options.js";

test("a bare Trainer does nothing beside the training", () => {
  const { logger, enableCheckpointing, enableProgressBar, enableModelSummary, logEveryNSteps, numSanityValSteps } =
    resolveOptions({ barebones: true }, {});
  expect({
    logger,
    enableCheckpointing,
    enableProgressBar,
    enableModelSummary,
    logEveryNSteps,
    numSanityValSteps,
  }).toEqual({
    logger: [],
    enableCheckpointing: false,
    enableProgressBar: false,
    enableModelSummary: false,
    logEveryNSteps: 0,
    numSanityValSteps: 0,
  });
});

test.each<[TrainerOptions, string]>([
  [
    { enableCheckpointing: true },
    "`new Trainer({ barebones: true, enableCheckpointing: true })`: writing checkpoints takes time, so barebones mode does without it. Leave `enableCheckpointing` out, or `barebones`.",
  ],
  [
    { fastDevRun: 2 },
    "`new Trainer({ barebones: true, fastDevRun: 2 })`: a development run is not for measuring, so barebones mode does without it. Leave `fastDevRun` out, or `barebones`.",
  ],
  [
    { profiler: "simple" },
    '`new Trainer({ barebones: true, profiler: "simple" })`: profiling takes time, so barebones mode does without it. Leave `profiler` out, or `barebones`.',
  ],
])("%j is refused in it", (options, message) => {
  expect(() => resolveOptions({ barebones: true, ...options }, {})).toThrow(
    expect.objectContaining({ name: "RangeError", message }),
  );
});
