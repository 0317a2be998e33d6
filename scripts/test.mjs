// npm test: everything that must hold, on a fresh machine too. Prints `N passed, M failed` at the end.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { prepareBackend } from "./prepareBackend.mjs";
import { setUp } from "./setup.mjs";
import { main, run, StepError, step } from "./steps.mjs";
import { installVSCode } from "./vscode/install.mjs";
import { findPrograms, programs } from "./vscode/programs.mjs";

const bin = (...path) => join(root, "node_modules", ...path);
const artifacts = join(root, "test", "artifacts");
const node = (args, options = {}) => run(process.execPath, args, { cwd: root, show: true, ...options });

/** What is checked, in order; each says how many of its tests passed and failed. */
const checks = [
  ["Format and lint", () => oneCheck([bin("@biomejs", "biome", "bin", "biome"), "check", "--error-on-warnings", "."])],
  ["Typecheck", () => oneCheck([bin("typescript", "bin", "tsc"), "-b"])],
  ["Unit, conformance and debugger tests", unitTests],
  ["Tests in a real VS Code", vscodeTests],
];

await main(async () => {
  const start = performance.now();
  await setUp();
  await prepareBackend();
  await step("Find the browser and VS Code", async () => {
    await findPrograms(programs.chromium);
    return `VS Code ${(await installVSCode()).version}`;
  });
  mkdirSync(artifacts, { recursive: true });
  const total = { passed: 0, failed: 0 };
  for (const [name, check] of checks) {
    const { passed, failed } = await step(name, check);
    console.log(`  ${name}: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(
    `\nTook ${((performance.now() - start) / 60_000).toFixed(1)} min\n${total.passed} passed, ${total.failed} failed`,
  );
  return total.failed === 0 ? 0 : 1;
});

/** A program that says by its exit code whether all is well. */
async function oneCheck(args) {
  try {
    await node(args);
    return { passed: 1, failed: 0 };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { passed: 0, failed: 1 };
  }
}

async function unitTests() {
  const {
    numPassedTests: passed,
    numFailedTests,
    success,
  } = await results((file) => [
    ...[bin("vitest", "vitest.mjs"), "run"],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  ]);
  // A file that cannot even be loaded has no failed test in it.
  return { passed, failed: success ? 0 : Math.max(1, numFailedTests) };
}

function vscodeTests() {
  return results((file) => [join(root, "test", "vscode", "runTests.mjs"), "--result", file]);
}

/** What a test runner wrote into its result file. One that wrote none has failed as a whole. */
async function results(argumentsFor) {
  const file = join(artifacts, "result.json");
  rmSync(file, { force: true });
  try {
    await node(argumentsFor(file));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
