import * as vscode from "vscode";

/** The Node that experiments run on: the setting, else the one on the PATH. */
export function nodeExecutable(scope?: vscode.Uri): string {
  return vscode.workspace.getConfiguration("lightning", scope).get<string>("nodePath") || "node";
}
