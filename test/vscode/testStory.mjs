// Runs the tests that click and type in VS Code's window, here in Node.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundles } from "./buildTests.mjs";

export async function testStory() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log("The story is left out: it drives the headless VS Code, which is for linux-x64.");
    return { passed: 0, failed: 0 };
  }
  const { runMocha } = await import(pathToFileURL(join(bundles, "runMocha.mjs")));
  const stories = readdirSync(bundles).filter((name) => name.endsWith(".test.mjs"));
  return runMocha(
    stories.map((name) => join(bundles, name)),
    console.log,
  );
}
