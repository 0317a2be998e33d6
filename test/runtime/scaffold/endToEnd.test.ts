import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { lightning } from "../cli/lightning.js";
import { temporaryFolder } from "../temporaryFolder.js";

const npm = join(dirname(process.execPath), process.platform === "win32" ? "npm.cmd" : "npm");

test("a new experiment installs, type-checks and trains with its own copy of the runtime", {
  timeout: 240_000,
}, async () => {
  const parent = temporaryFolder();
  const made = await lightning(parent, ["new", "my digits"]);
  expect(made.err).toBe("");
  expect(made.code).toBe(0);
  const folder = join(parent, "my digits");
  await inFolder(folder, ["run", "typecheck"]);
  // The package index is out of reach from here on.
  const offline = { npm_config_offline: "true", npm_config_registry: "http://127.0.0.1:9" };
  const out = await inFolder(folder, ["run", "train"], {
    ...offline,
    LIGHTNING_TRAINER_LIMIT_TRAIN_BATCHES: "5",
    LIGHTNING_OVERRIDES: '{"maxEpochs":1}',
  });
  expect(out).toContain("`Trainer.fit` stopped: `maxEpochs=1` reached.");
  expect(out).toMatch(/test_acc/);
  const run = join(folder, "lightning_logs", "version_0");
  expect(readdirSync(run).sort()).toEqual(["checkpoints", "hparams.yaml", "metrics.csv", "run.json", "summary.json"]);
  expect(readdirSync(join(run, "checkpoints"))).toEqual(["epoch=0-step=5.safetensors"]);
  expect(readFileSync(join(run, "hparams.yaml"), "utf8")).toBe("batchSize: 32\nlr: 0.003\n");
  expect(JSON.parse(readFileSync(join(run, "summary.json"), "utf8")).rows[1].source).toEqual({
    file: join(folder, "model", "digitsClassifier.ts"),
    line: 9,
    column: 5,
  });
});

async function inFolder(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(npm, args, {
    cwd,
    env: { ...process.env, LIGHTNING_BACKEND: "wasm", ...env },
  });
  return stdout;
}
