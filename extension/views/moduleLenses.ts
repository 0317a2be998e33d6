import * as vscode from "vscode";
import { moduleClasses } from "./moduleClasses.js";

/** Over each LightningModule: run it, debug it, look at it. */
export class ModuleLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration("lightning", document).get("codeLenses", true)) return [];
    return moduleClasses(document.getText()).flatMap((line) => {
      const range = new vscode.Range(line, 0, line, 0);
      return LENSES.map(
        ([title, command]) => new vscode.CodeLens(range, { title, command, arguments: [document.uri] }),
      );
    });
  }
}

const LENSES = [
  ["$(play) Run", "lightning.run"],
  ["$(debug-alt) Debug", "lightning.debug"],
  ["Debug one batch", "lightning.debugOneBatch"],
  ["Metrics", "lightning.openMetrics"],
  ["Summary", "lightning.openSummary"],
] as const;
