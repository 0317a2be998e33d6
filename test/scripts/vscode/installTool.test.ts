import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { installTool } from "../../../scripts/vscode/installTool.mjs";
import { temporaryFolder } from "../../temporaryFolder.js";

let tools: string;

beforeEach(() => {
  const cache = temporaryFolder();
  vi.stubEnv("LIGHTNING_CACHE", cache);
  tools = join(cache, "tools");
});

test("whoever comes while a tool is being installed waits for it", async () => {
  const secondWaits = new Promise<string>((resolve) => vi.spyOn(console, "log").mockImplementation(resolve));
  const work = vi.fn(async (folder: string) => writeFileSync(join(folder, "tool"), await secondWaits));
  const folders = await Promise.all([installTool("pen", work), installTool("pen", work)]);
  expect(folders).toEqual([join(tools, "pen"), join(tools, "pen")]);
  expect(work).toHaveBeenCalledOnce();
  expect(readFileSync(join(tools, "pen", "tool"), "utf8")).toBe(`  waiting: process ${process.pid} is installing pen`);
  expect(readdirSync(tools)).toEqual(["pen"]);
});

test("a tool that is there is taken as it is", async () => {
  mkdirSync(join(tools, "pen"), { recursive: true });
  expect(await installTool("pen", () => expect.unreachable())).toBe(join(tools, "pen"));
});

test("an installation that fails is not taken for a tool, and the next one starts afresh", async () => {
  const half = async (folder: string) => {
    writeFileSync(join(folder, "half"), "");
    throw new Error("no network");
  };
  await expect(installTool("pen", half)).rejects.toThrow("no network");
  const folder = await installTool("pen", async (partial) => writeFileSync(join(partial, "tool"), "ready"));
  expect(readdirSync(folder)).toEqual(["tool"]);
});

test("what an interrupted installation left behind is cleared away", async () => {
  mkdirSync(join(tools, "pen.partial-abc123", "half"), { recursive: true });
  await installTool("pen", async (partial) => writeFileSync(join(partial, "tool"), "ready"));
  expect(readdirSync(join(tools, "pen"))).toEqual(["tool"]);
  expect(readdirSync(tools)).toEqual(["pen"]);
});
