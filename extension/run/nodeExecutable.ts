import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import * as vscode from "vscode";

const SETTING = "lightning.nodePath";

/** The Node that experiments run on: the setting, else the one on the PATH. Null: the setting names no file, and the user has been told. */
export function nodeExecutable(scope?: vscode.Uri): string | null {
  const path = vscode.workspace.getConfiguration(undefined, scope).get<string>(SETTING) || "node";
  if (!isAbsolute(path) || existsSync(path)) return path;
  void offerSettings(path);
  return null;
}

async function offerSettings(path: string): Promise<void> {
  const open = "Open Settings";
  const choice = await vscode.window.showErrorMessage(
    `There is no file ${path}. Correct the setting \`${SETTING}\`, or leave it empty to use the \`node\` on the PATH.`,
    open,
  );
  if (choice === open) await vscode.commands.executeCommand("workbench.action.openSettings", SETTING);
}
