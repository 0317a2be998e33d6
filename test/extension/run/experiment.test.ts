import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentOf } from "../../../extension/run/experiment.js";
import { temporaryFolder } from "../../temporaryFolder.js";

const MANIFEST = JSON.stringify({ dependencies: { "lightning-runtime": "file:vendor/lightning-runtime-0.1.0.tgz" } });

describe("the experiment of a file", () => {
  it("is the nearest folder above it whose package.json depends on the runtime; its program is main.ts", () => {
    const folder = temporaryFolder({
      "digits/package.json": MANIFEST,
      "digits/main.ts": "",
      "digits/model/net.ts": "",
    });

    expect(experimentOf(join(folder, "digits", "model", "net.ts"))).toEqual({
      folder: join(folder, "digits"),
      program: join(folder, "digits", "main.ts"),
    });
  });

  it("runs the file itself where there is no main.ts", () => {
    const folder = temporaryFolder({ "package.json": MANIFEST, "train.ts": "" });

    expect(experimentOf(join(folder, "train.ts"))?.program).toBe(join(folder, "train.ts"));
  });

  it("is none for files of other projects", () => {
    const folder = temporaryFolder({
      "package.json": '{ "dependencies": {} }',
      "broken/package.json": "{",
      "broken/a.ts": "",
    });

    expect(experimentOf(join(folder, "broken", "a.ts"))).toBe(null);
  });
});
