import { expect, test } from "vitest";

process.env["LIGHTNING_BACKEND"] = "wasm";
const { failedCases } = await import("./nn/failedCases.js");

test("layers, losses, initialization and whole models compute torch's numbers on WebAssembly too", async () => {
  expect(await failedCases()).toEqual([]);
}, 60_000);
