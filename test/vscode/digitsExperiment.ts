import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as vscode from "vscode";

const MAIN = `import { Trainer } from "lightning-runtime";
import { DigitsData } from "./data/digitsData.ts";
import { DigitsClassifier } from "./model/digitsClassifier.ts";

await new Trainer({ maxEpochs: 1, limitTrainBatches: 2, limitValBatches: 1 }).fit(new DigitsClassifier(), new DigitsData({ batchSize: 32 }));
`;

/** The digits experiment in the open folder, with the runtime of the clone. @param main its program; default: one that ends after two batches. */
export function digitsExperiment(extensionPath: string, main = MAIN): string {
  const parent = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (parent === undefined) throw new Error("No folder is open.");
  const folder = mkdtempSync(join(parent, "digits "));
  cpSync(join(extensionPath, "extension", "templates", "digits"), folder, { recursive: true });
  writeFileSync(join(folder, "main.ts"), main);
  const runtime = join(folder, "node_modules", "lightning-runtime");
  mkdirSync(dirname(runtime));
  symlinkSync(join(extensionPath, "runtime"), runtime, "junction");
  return folder;
}
