// Runs what needs a real VS Code: node test/vscode/runTests.mjs [--only suite|story|package]... [--result FILE]
//   suite    tests in the extension host, with the extension under development
//   story    the main job, with clicks and keys; pictures go to test/artifacts
//   package  the .vsix, installed into an empty VS Code
// VS Code is the headless one of scripts/vscode. LIGHTNING_TEST_VSCODE names the program of a desktop VS Code to use instead for the suite
// and the package, or is `download`.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { setUp } from "../../scripts/setup.mjs";
import { main, StepError, step } from "../../scripts/steps.mjs";
import { buildTests } from "./buildTests.mjs";
import { testPackage } from "./testPackage.mjs";
import { testStory } from "./testStory.mjs";
import { testSuite } from "./testSuite.mjs";

const PARTS = {
  suite: ["Tests in the extension host", testSuite],
  story: ["The main job, with clicks and keys", testStory],
  package: ["The packed extension", testPackage],
};

const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, result: { type: "string" } } });

let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
});
// What @vscode/test-electron starts, it ends on Ctrl-C only.
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => process.emit("SIGINT", "SIGINT"));

await main(async () => {
  const names = values.only ?? Object.keys(PARTS);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) throw new StepError(`--only ${unknown}: there are ${Object.keys(PARTS).join(", ")}.`);
  await setUp();
  await step("Build the tests for VS Code", buildTests);
  const total = { passed: 0, failed: 0 };
  for (const name of names) {
    const [title, work] = PARTS[name];
    const { passed, failed } = await part(title, work);
    total.passed += passed;
    total.failed += failed;
    if (interrupted) return 130;
  }
  if (values.result !== undefined) writeFileSync(values.result, JSON.stringify(total));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});

/** A part that could not be run at all has failed; the others still run. */
async function part(title, work) {
  console.log(`▸ ${title} …`);
  const start = performance.now();
  const { passed, failed } = await work().catch((error) => {
    console.error(error instanceof StepError ? error.message : error.stack);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${failed === 0 ? "✓" : "✗"} ${title} (${seconds} s): ${passed} passed, ${failed} failed`);
  return { passed, failed };
}
