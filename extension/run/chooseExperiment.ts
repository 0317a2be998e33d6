import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import { type Experiment, experimentOf, isExperiment } from "./experiment.js";

const MANIFESTS = "**/package.json";
const MAX_FOUND = 200;

/**
 * The experiment that a command is about: that of the given file, of the active editor, or of the workspace; where the workspace has
 * several, the user picks. Undefined: there is none, or the user changed their mind.
 */
export async function chooseExperiment(uri?: vscode.Uri): Promise<Experiment | undefined> {
  const file = uri ?? vscode.window.activeTextEditor?.document.uri;
  const near = file?.scheme === "file" ? experimentOf(file.fsPath) : null;
  if (near !== null) return near;
  const experiments = await experimentsIn(undefined);
  const [first, ...others] = experiments;
  if (first === undefined) {
    const create = "New Experiment…";
    const choice = await vscode.window.showInformationMessage("There is no experiment in this workspace.", create);
    if (choice === create) await vscode.commands.executeCommand("lightning.newExperiment");
    return undefined;
  }
  if (others.length === 0) return first;
  const items = experiments.map((experiment) => ({
    label: basename(experiment.folder),
    description: vscode.workspace.asRelativePath(experiment.folder),
    experiment,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which experiment?" }))?.experiment;
}

/** @param folder undefined: the whole workspace. */
export async function experimentsIn(folder: vscode.WorkspaceFolder | undefined): Promise<Experiment[]> {
  const pattern = folder === undefined ? MANIFESTS : new vscode.RelativePattern(folder, MANIFESTS);
  const manifests = await vscode.workspace.findFiles(pattern, "**/{node_modules,dist,.git}/**", MAX_FOUND);
  const folders = manifests.map((uri) => dirname(uri.fsPath)).filter(isExperiment);
  return folders.sort().flatMap((folder) => experimentOf(folder) ?? []);
}
