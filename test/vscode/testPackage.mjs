// Packs the extension, installs it into an empty VS Code and runs the tests of `installed/` there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageExtension } from "../../scripts/package.mjs";
import { root } from "../../scripts/paths.mjs";
import { run } from "../../scripts/steps.mjs";
import { bundles } from "./buildTests.mjs";
import { runInVSCode, vscodeProgram } from "./testSuite.mjs";

export async function testPackage() {
  const work = mkdtempSync(join(tmpdir(), "lightning package "));
  try {
    const { vsix } = await packageExtension(work);
    const extensions = join(work, "extensions");
    await run(await vscodeProgram(), [
      `--extensions-dir=${extensions}`,
      `--user-data-dir=${join(work, "user")}`,
      "--install-extension",
      vsix,
    ]);
    return await runInVSCode({
      extension: join(root, "test", "vscode", "installed", "bystander"),
      tests: join(bundles, "installed", "run.cjs"),
      extensionsDir: extensions,
      env: { LIGHTNING_TEST_EXTENSIONS: extensions },
    });
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}
