import { match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { isAlive } from "../../../extension/runs/processState.js";
import { digitsExperiment } from "../digitsExperiment.js";
import { until } from "../until.js";

const ENDLESS = `import { Trainer } from "lightning-runtime";
import { DigitsData } from "./data/digitsData.ts";
import { DigitsClassifier } from "./model/digitsClassifier.ts";

await new Trainer({ maxEpochs: 100000 }).fit(new DigitsClassifier(), new DigitsData({ batchSize: 32 }));
`;

let folder: string;
let main: vscode.Uri;

setup(async () => {
  const extension = vscode.extensions.getExtension("lightning-projects.lightning-projects");
  ok(extension !== undefined);
  await extension.activate();
  folder = digitsExperiment(extension.extensionPath, ENDLESS);
  main = vscode.Uri.file(join(folder, "main.ts"));
});

test("Lightning: Stop lets a task end as Ctrl-C does: the run is interrupted, and its process gone", async () => {
  await vscode.commands.executeCommand("lightning.run", main);
  const { pid } = await runningRun();
  await vscode.commands.executeCommand("lightning.stop");
  strictEqual(await gone(pid), true);
  strictEqual(runFile()?.status, "interrupted");
});

test("a debug session that is stopped leaves an interrupted run and no process", async () => {
  await vscode.commands.executeCommand("lightning.debug", main);
  const { pid } = await runningRun();
  await vscode.debug.stopDebugging();
  strictEqual(await gone(pid), true);
  match(runFile()?.status ?? "", /interrupted/);
});

/** The run once it trains. */
function runningRun(): Promise<{ pid: number; status: string }> {
  return until("a run that trains", async () => {
    const run = runFile();
    return run !== null && run.stage === "train" && run.batch > 0 ? run : null;
  });
}

function gone(pid: number): Promise<true> {
  return until("the end of the process", async () => (isAlive(pid) ? null : true));
}

function runFile() {
  const file = join(folder, "lightning_logs", "version_0", "run.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
