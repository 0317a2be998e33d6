import "../runtime/onCpu.js";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../experiment.js";
import { conformance } from "./main.js";

test("every recorded run of Lightning is repeated: hooks, metrics, files, errors, and no tensor is left", async () => {
  const lines: string[] = [];
  await conformance([join(root, "test", "reference")], (line) => lines.push(line));
  expect(lines.filter((line) => line.startsWith("✗"))).toEqual([]);
  expect(lines.at(-1)).toMatch(/^\d{3,} passed, 0 failed, \d+ not applicable$/);
}, 120_000);
