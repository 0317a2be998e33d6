#!/usr/bin/env node
// Stands in for the desktop `code` program where there is none, for @vscode/test-electron:
//   codeHeadless.mjs [FOLDER] --extensionDevelopmentPath=D --extensionTestsPath=T [--user-data-dir=U] [--extensions-dir=E]
//   codeHeadless.mjs --install-extension=VSIX --extensions-dir=E
// Ends with the suite's exit code, or 95: it could not start; 96: the extension host died early; 97: no result in time; 98: the page crashed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { run, StepError } from "../steps.mjs";
import { parseCodeArguments } from "./codeArguments.mjs";
import { startHeadlessVSCode } from "./headlessVSCode.mjs";
import { installVSCode } from "./install.mjs";
import { recordedSuite } from "./suiteRecord.mjs";

const NOT_STARTED = 95;
const NO_RESULT = 97;
const CRASHED = 98;
const LIMIT_MS = Number(process.env.LIGHTNING_TEST_LIMIT_MS ?? 300_000);
const verbose = process.env.LIGHTNING_TEST_VERBOSE !== undefined;

const options = parseCodeArguments(process.argv.slice(2));
try {
  process.exit(options.vsix === null ? await runSuite() : await installExtension());
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exit(NOT_STARTED);
}

async function runSuite() {
  const vscode = await startHeadlessVSCode({
    settings: userSettings(),
    extensionsDir: options.extensionsDir ?? undefined,
  });
  const log = [];
  try {
    const suite = recordedSuite(vscode.data, options.tests);
    const ending = await endingOf(vscode, suite.entry, (line) => (verbose ? console.log(line) : log.push(line)));
    const code = ending === NO_RESULT || ending === CRASHED ? ending : suite.exitCode(ending);
    // Both the window's log and the extensions' console: of use only when something went wrong.
    if (code !== 0) console.log(log.slice(-100).join("\n"));
    return code;
  } finally {
    await vscode.stop();
  }
}

/** The code that the window ends with. */
async function endingOf({ page, open }, tests, print) {
  let limit;
  const ending = new Promise((resolve) => {
    limit = setTimeout(() => resolve(NO_RESULT), LIMIT_MS);
    page.exposeFunction("codeAutomationExit", resolve);
    page.once("crash", () => resolve(CRASHED));
  });
  await page.exposeFunction("codeAutomationLog", (_level, args) => print(format(...args)));
  await open({ folder: options.folder ?? undefined, extensions: options.extensions, tests });
  const code = await ending;
  clearTimeout(limit);
  return code;
}

function userSettings() {
  const file = join(options.userDataDir ?? "", "User", "settings.json");
  return options.userDataDir !== null && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

async function installExtension() {
  const { node, serverMain } = await installVSCode();
  const data = mkdtempSync(join(tmpdir(), "lightning-vscode-"));
  const folders = ["--extensions-dir", options.extensionsDir, "--server-data-dir", data, "--user-data-dir", data];
  try {
    await run(node, [serverMain, ...folders, "--install-extension", options.vsix], { show: verbose });
    return 0;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
