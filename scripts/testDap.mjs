// npm run test:dap [-- --full] [-- NODE...]: drives the debug adapter over its protocol, with real programs, on Node 20 and 24.
// --full: all 50 sessions that must leave nothing, all 200 whose editor goes away, and all 60 that attach. NODE: other Nodes, as paths.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { setUp } from "./setup.mjs";
import { main, run, StepError, step } from "./steps.mjs";
import { installTool } from "./vscode/installTool.mjs";
import { installNode24 } from "./vscode/node24.mjs";
import { npmInstall } from "./vscode/runNpm.mjs";

const NODE_20 = "20.20.2";
const given = process.argv.slice(2).filter((argument) => argument !== "--full");
const full = process.argv.includes("--full");

await main(async () => {
  await setUp();
  const nodes = given.length > 0 ? given : [await node20(), join(await installNode24(), "bin", "node")];
  let failed = 0;
  for (const node of nodes) {
    const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
    await step(`Debugger on Node ${version}`, async () => {
      if (!(await passes(node))) failed++;
    });
  }
  console.log(
    failed === 0 ? "\nThe debugger passes on all of them" : `\nThe debugger fails on ${failed} of ${nodes.length}`,
  );
  return failed === 0 ? 0 : 1;
});

/** The adapter and the programs run on that Node; the tests on the one that runs this. */
async function passes(node) {
  const env = { ...process.env, LIGHTNING_DAP_NODE: node, ...(full ? { LIGHTNING_DAP_SESSIONS: "full" } : {}) };
  try {
    await run(process.execPath, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "test/extension/debug"], {
      cwd: root,
      show: true,
      env,
    });
    return true;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return false;
  }
}

/** The oldest Node that is supported: this one when it is a Node 20, else one that is fetched. */
async function node20() {
  if (process.versions.node.startsWith("20.")) return process.execPath;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = await installTool(`node-${NODE_20}`, async (partial) => {
    await npmInstall(partial, [`${name}@${NODE_20}`]);
    rmSync(join(partial, "node_modules", name, "share"), { recursive: true, force: true });
  });
  return join(folder, "node_modules", name, "bin", "node");
}
