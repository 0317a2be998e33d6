import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run, step } from "./steps.mjs";

const cli = join(root, "runtime", "dist", "cli.js");
const experiments = join(root, "experiments");

/** Builds tfjs-node once for all experiments; without it training goes on with WebAssembly. */
export async function prepareBackend() {
  await step("Prepare the native backend", async () => {
    const forced = process.env.LIGHTNING_BACKEND;
    if (forced === "wasm" || forced === "cpu") return `LIGHTNING_BACKEND=${forced}`;
    mkdirSync(experiments, { recursive: true });
    await run(process.execPath, [cli, "backend", "install", "--if-needed"], { cwd: root, show: true, okCodes: [0, 1] });
    const { kind, reason } = JSON.parse(await run(process.execPath, [cli, "backend", "--json"], { cwd: experiments }));
    return kind === "node" ? reason : `training uses ${kind}. ${reason}`;
  });
}
