import { expect, test } from "vitest";
import { parseRunFile } from "../../../runtime/protocol/runFile.js";

const LEAST = { version: 1, status: "running", fn: "fit", stage: null };

test("what is missing or of another kind has a plain value", () => {
  expect(
    parseRunFile({ ...LEAST, epoch: "3", command: "node", git: { commit: 5 }, versions: { node: 20 }, error: 1 }),
  ).toEqual({
    ...LEAST,
    epoch: 0,
    maxEpochs: null,
    batch: 0,
    batches: null,
    globalStep: 0,
    etaSeconds: null,
    pid: 0,
    command: [],
    cwd: "",
    git: null,
    versions: { node: "20" },
    backend: "",
    startedAt: "",
    updatedAt: "",
    endedAt: null,
    error: null,
  });
});

test.each([null, 5, [], { ...LEAST, version: 2 }, { ...LEAST, status: "lost" }, { ...LEAST, stage: "nap" }])(
  "%j is no run",
  (value) => {
    expect(parseRunFile(value)).toBeNull();
  },
);
