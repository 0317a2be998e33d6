import { expect, test } from "vitest";
import { forcedBackend } from "../../../runtime/backend/backendReport.js";

test("LIGHTNING_BACKEND forces one of the three", () => {
  const forced = ["node", "wasm", "cpu"].map((value) => forcedBackend({ LIGHTNING_BACKEND: value }));
  expect(forced).toEqual(["node", "wasm", "cpu"]);
});

test("nothing is forced when it is not set or empty", () => {
  expect([forcedBackend({}), forcedBackend({ LIGHTNING_BACKEND: "" })]).toEqual([null, null]);
});

test("another value is an error that names it and the three", () => {
  expect(() => forcedBackend({ LIGHTNING_BACKEND: "gpu" })).toThrow(
    "LIGHTNING_BACKEND=gpu: there is no such backend. Set it to `node`, `wasm` or `cpu`, or leave it out to get the best one.",
  );
});
