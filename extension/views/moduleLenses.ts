import * as vscode from "vscode";
import { moduleClasses } from "./moduleClasses.js";
import { moduleSteps } from "./moduleSteps.js";

/** Over each LightningModule: run it, debug it, look at it. Over its steps: stop in the first batch. */
export class ModuleLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.getConfiguration("lightning", document).get("codeLenses", true)) return [];
    const text = document.getText();
    const ofSteps = moduleSteps(text).map(({ line, step }) => {
      const [title, command] = ["Debug one batch", "lightning.debugOneBatch"];
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        title,
        command,
        arguments: [document.uri, step],
      });
    });
    const ofClasses = moduleClasses(text).flatMap((line) => {
      const range = new vscode.Range(line, 0, line, 0);
      return LENSES.map(
        ([title, command]) => new vscode.CodeLens(range, { title, command, arguments: [document.uri] }),
      );
    });
    return [...ofClasses, ...ofSteps];
  }
}

const LENSES = [
  ["$(play) Run", "lightning.run"],
  ["$(debug-alt) Debug", "lightning.debug"],
  ["Debug one batch", "lightning.debugOneBatch"],
  ["Metrics", "lightning.openMetrics"],
  ["Summary", "lightning.openSummary"],
] as const;
