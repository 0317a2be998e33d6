import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { transpile } from "../../../runtime/loader/transpile.js";
import { temporaryFolder } from "../temporaryFolder.js";

const SOURCE = `interface Batch { size: number }

export class Net {
  lr: number = 0.1;

  step(batch: Batch): number {
    return batch.size;
  }
}
`;

test("types go, and each statement is mapped to its line", () => {
  vi.stubEnv("LIGHTNING_CACHE", temporaryFolder());
  const code = transpile("/experiment/model.ts", SOURCE);
  expect(code.split("\n//#")[0]).toBe(
    "class Net {\n  lr = 0.1;\n  step(batch) {\n    return batch.size;\n  }\n}\nexport {\n  Net\n};",
  );
  const map = JSON.parse(Buffer.from(code.split("base64,")[1] ?? "", "base64").toString()) as {
    sources: string[];
    sourcesContent: string[];
  };
  expect([map.sources, map.sourcesContent]).toEqual([["/experiment/model.ts"], [SOURCE]]);
});

test("the same source is transpiled once, another one anew", () => {
  const cache = temporaryFolder();
  vi.stubEnv("LIGHTNING_CACHE", cache);
  const first = transpile("/experiment/model.ts", SOURCE);
  expect(transpile("/experiment/model.ts", SOURCE)).toBe(first);
  expect(readdirSync(join(cache, "loader"))).toHaveLength(1);
  transpile("/experiment/model.ts", SOURCE.replace("0.1", "0.2"));
  expect(readdirSync(join(cache, "loader"))).toHaveLength(2);
});

test("what is no TypeScript says where", () => {
  vi.stubEnv("LIGHTNING_CACHE", temporaryFolder());
  expect(() => transpile("/experiment/model.ts", "const = 1;")).toThrow(
    'model.ts:1:6: ERROR: Expected identifier but found "="',
  );
});
