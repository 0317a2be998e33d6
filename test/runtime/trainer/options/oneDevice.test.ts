import { expect, test } from "vitest";
import { checkOneDevice } from "../../../../runtime/trainer/options/oneDevice.js";
import type { TrainerOptions } from "../../../../runtime/trainer/options/trainerOptions.js";

const ONE = "Everything is computed on one device, which the backend chooses";

test("what asks for one device in 32 bits is accepted", () => {
  const options: TrainerOptions[] = [
    {},
    { accelerator: "cpu", devices: 1, strategy: "auto", numNodes: 1, precision: "32-true" },
    { accelerator: "auto", devices: "auto", strategy: "single_device", precision: 32, plugins: [] },
    { devices: [0], deterministic: "warn", benchmark: true, useDistributedSampler: false },
  ];
  for (const one of options) expect(() => checkOneDevice(one)).not.toThrow();
});

test.each<[Record<string, unknown>, string, string]>([
  [
    { accelerator: "gpu" },
    "MisconfigurationException",
    '`accelerator: "gpu"` is not available: the kernels run on the CPU. Leave `accelerator` out, or set it to `cpu`.',
  ],
  [{ accelerator: "abacus" }, "RangeError", '`accelerator: "abacus"` is unknown. It can be `auto` or `cpu`.'],
  [
    { devices: 2 },
    "MisconfigurationException",
    `\`devices: 2\` asks for several devices, which are not supported yet. ${ONE}: leave \`devices\` out.`,
  ],
  [
    { devices: -1 },
    "TypeError",
    `\`devices: -1\` cannot be: on the CPU it is a whole number above 0. ${ONE}: leave \`devices\` out, or set it to 1.`,
  ],
  [
    { devices: 0 },
    "MisconfigurationException",
    `\`devices: 0\` leaves nothing to compute on. ${ONE}: leave \`devices\` out, or set it to 1.`,
  ],
  [
    { numNodes: 2 },
    "MisconfigurationException",
    `\`numNodes: 2\` asks for several devices, which are not supported yet. ${ONE}: leave \`numNodes\` out.`,
  ],
  [{ numNodes: 0 }, "RangeError", "`numNodes` must be a whole number of at least 1. You passed in 0."],
  [
    { strategy: "ddp_spawn" },
    "MisconfigurationException",
    `\`strategy: "ddp_spawn"\` is not supported yet. ${ONE}: leave \`strategy\` out, or set it to \`single_device\`.`,
  ],
  [
    { strategy: "foo" },
    "RangeError",
    'You selected an invalid strategy: `strategy: "foo"`. It can be `auto` or `single_device`.',
  ],
  [
    { precision: "16-mixed" },
    "MisconfigurationException",
    '`precision: "16-mixed"` is not available: the backend computes in 32-bit floats. Leave `precision` out, or set it to `32-true`.',
  ],
  [
    { precision: "8" },
    "RangeError",
    'Precision "8" is invalid. Lightning\'s values are `transformer-engine`, `transformer-engine-float16`, `16-true`, `16-mixed`, `bf16-true`, `bf16-mixed`, `32-true`, `64-true`, `64`, `32`, `16` or `bf16`; the backend computes in `32-true`.',
  ],
  [
    { syncBatchnorm: true },
    "MisconfigurationException",
    "`syncBatchnorm` is not supported: it is for several devices, and there is one. Leave it out.",
  ],
  [
    { plugins: [{}] },
    "MisconfigurationException",
    "`plugins` is not supported: there are no kinds of plugin yet. Leave it out.",
  ],
  [
    { modelRegistry: "me/model" },
    "MisconfigurationException",
    "`modelRegistry` is not supported: it is a service of Lightning AI's cloud. Leave it out.",
  ],
])("%j is refused", (options, name, message) => {
  expect(() => checkOneDevice(options as TrainerOptions)).toThrow(expect.objectContaining({ name, message }));
});
