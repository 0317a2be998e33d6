import { expect, test } from "vitest";
import { hasNative } from "../../runtime/backend/ensureBackend.js";

test.skipIf(!hasNative())(
  "layers, losses, initialization and whole models compute torch's numbers on TensorFlow's kernels too",
  async () => {
    process.env["LIGHTNING_BACKEND"] = "node";
    const { failedCases } = await import("./nn/failedCases.js");
    expect(await failedCases()).toEqual([]);
  },
  60_000,
);
