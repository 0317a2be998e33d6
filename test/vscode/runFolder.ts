import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { runMocha } from "./runMocha.js";

/**
 * What VS Code calls in its extension host: runs the tests that are built beside this file. Their report goes into the folder that
 * LIGHTNING_TEST_REPORT names, because the output of the extension host is mixed with the window's.
 */
export async function run(): Promise<void> {
  const folder = process.env["LIGHTNING_TEST_REPORT"];
  if (folder === undefined) throw new Error("LIGHTNING_TEST_REPORT must name a folder.");
  const tests = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
  const outcome = await runMocha(
    tests.map((name) => join(__dirname, name)),
    (...args) => appendFileSync(join(folder, "report.txt"), `${format(...args)}\n`),
  );
  writeFileSync(join(folder, "outcome.json"), JSON.stringify(outcome));
  if (outcome.failed > 0) throw new Error(`${outcome.failed} failed`);
}
