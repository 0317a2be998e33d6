import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { digitsExperiment } from "../digitsExperiment.js";

let folder: string;

suiteSetup(async () => {
  const extension = vscode.extensions.getExtension("lightning-projects.lightning-projects");
  ok(extension !== undefined);
  await extension.activate();
  folder = digitsExperiment(extension.extensionPath);
});

test("code lenses over a LightningModule run it, debug it and show it", async () => {
  const file = vscode.Uri.file(join(folder, "model", "digitsClassifier.ts"));
  const document = await vscode.workspace.openTextDocument(file);
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", file, 10);
  const ours = lenses.filter(({ command }) => command?.command.startsWith("lightning."));
  const lines = new Set(ours.map(({ range }) => document.lineAt(range.start.line).text));
  deepStrictEqual(
    [...lines],
    [
      "export class DigitsClassifier extends LightningModule {",
      "  trainingStep([images, labels]: Batch, batchIdx: number) {",
      "  validationStep([images, labels]: Batch, batchIdx: number) {",
    ],
  );
  deepStrictEqual(
    ours.map(({ command }) => command?.title),
    [
      ...["$(play) Run", "$(debug-alt) Debug", "Debug one batch", "Metrics", "Summary"],
      ...["Debug one batch", "Debug one batch"],
    ],
  );
});

test("Lightning: Run trains in a task and leaves a finished run", async () => {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => {
      listener.dispose();
      resolve(exitCode);
    });
  });
  await vscode.commands.executeCommand("lightning.run", vscode.Uri.file(join(folder, "main.ts")));
  strictEqual(await ended, 0);
  const run = JSON.parse(readFileSync(join(folder, "lightning_logs", "version_0", "run.json"), "utf8"));
  strictEqual(run.status, "finished");
});
