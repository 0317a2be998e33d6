// Runs tests inside VS Code's extension host.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { root } from "../../scripts/paths.mjs";
import { bundles } from "./buildTests.mjs";

/** The tests of `suite/`, on the extension of this clone. */
export function testSuite() {
  return runInVSCode({ extension: root, tests: join(bundles, "suite", "run.cjs") });
}

/**
 * Runs a built folder of tests with an empty folder opened.
 *
 * @param options.extension the one under development, without which VS Code runs no tests.
 * @param options.extensionsDir installed extensions; default: none.
 * @returns how many passed and failed. That VS Code ended before its tests did counts as one that failed.
 */
export async function runInVSCode({ extension, tests, extensionsDir, env = {} }) {
  const work = mkdtempSync(join(tmpdir(), "lightning suite "));
  const folder = join(work, "folder");
  mkdirSync(folder);
  try {
    const ending = await runTests({
      vscodeExecutablePath: await vscodeProgram(),
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      extensionTestsEnv: { ...env, LIGHTNING_TEST_REPORT: work },
      launchArgs: [
        folder,
        `--user-data-dir=${join(work, "user")}`,
        `--extensions-dir=${extensionsDir ?? join(work, "extensions")}`,
      ],
    }).catch((error) => error);
    const report = read(join(work, "report.txt"));
    if (report !== null) console.log(report);
    const outcome = JSON.parse(read(join(work, "outcome.json")) ?? "null");
    if (outcome !== null && (outcome.failed > 0 || ending === 0)) return outcome;
    console.log(`VS Code ended before its tests did: ${ending.message ?? ending}`);
    return { passed: outcome?.passed ?? 0, failed: 1 };
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The program that stands for `code`. */
export async function vscodeProgram() {
  const wanted = process.env.LIGHTNING_TEST_VSCODE;
  if (wanted === undefined || wanted === "") return join(root, "scripts", "vscode", "codeHeadless.mjs");
  return wanted === "download" ? await downloadAndUnzipVSCode() : wanted;
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The run ended before it was written.
    return null;
  }
}
