import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { isExperiment } from "../run/experiment.js";
import { nodeExecutable } from "../run/nodeExecutable.js";
import { nameProblem } from "./nameProblem.js";
import { runTool } from "./runTool.js";
import { listTemplates, type Template } from "./templates.js";

/** "Lightning: New Experiment…": asks for a template, a place and a name, writes the project, installs it and opens it. */
export async function newExperiment(runtimeFolder: string): Promise<void> {
  const template = await askTemplate(listTemplates(join(runtimeFolder, "dist", "templates")));
  if (template === undefined) return;
  const parent = await askParent();
  if (parent === undefined) return;
  const name = await askName(parent, template);
  if (name === undefined) return;
  const folder = join(parent.fsPath, name);
  if (await create(runtimeFolder, folder, template)) await open(vscode.Uri.file(folder));
}

async function askTemplate(templates: readonly Template[]): Promise<Template | undefined> {
  const items = templates.map((template) => ({ label: template.label, detail: template.description, template }));
  return (
    await vscode.window.showQuickPick(items, { title: "New Experiment (1/3)", placeHolder: "What to begin with" })
  )?.template;
}

/** The open folder, or another one. */
async function askParent(): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === "file" && !isExperiment(uri.fsPath),
  );
  const other = { label: "$(folder-opened) Another folder…", uri: undefined };
  const items = [
    ...folders.map(({ name, uri }) => ({ label: `$(folder) ${name}`, description: uri.fsPath, uri })),
    other,
  ];
  const choice =
    folders.length === 0
      ? other
      : await vscode.window.showQuickPick(items, {
          title: "New Experiment (2/3)",
          placeHolder: "The folder in which to make it",
        });
  if (choice === undefined || choice.uri !== undefined) return choice?.uri;
  const options = { canSelectFolders: true, canSelectFiles: false, openLabel: "Make the experiment here" };
  return (await vscode.window.showOpenDialog(options))?.[0];
}

function askName(parent: vscode.Uri, template: Template): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "New Experiment (3/3)",
    prompt: `Name of the folder to make in ${parent.fsPath}`,
    value: freeName(parent.fsPath, template.name),
    validateInput: (name) => nameProblem(parent.fsPath, name),
  });
}

function freeName(parent: string, name: string): string {
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name}-${i}`;
    if (!existsSync(join(parent, tried))) return tried;
  }
}

/** @returns whether the experiment is there; when it could not be installed, it is, and the user knows what to do. */
async function create(runtimeFolder: string, folder: string, template: Template): Promise<boolean> {
  const node = nodeExecutable();
  if (node === null) return false;
  const cli = join(runtimeFolder, "dist", "cli.js");
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Making the experiment ${folder}`,
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, async (progress, cancelled) => {
      const say = (message: string) => progress.report({ message });
      await runTool(node, [cli, "new", folder, "--template", template.name], cancelled, say);
    });
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(message, { modal: false });
    return existsSync(join(folder, "package.json"));
  }
}

/** An experiment is a project of its own, so it gets a window: this one when nothing is open in it. */
async function open(folder: vscode.Uri): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    await vscode.commands.executeCommand("vscode.openFolder", folder);
    return;
  }
  const [here, another] = ["Open", "Open in New Window"];
  const choice = await vscode.window.showInformationMessage(`The experiment is in ${folder.fsPath}.`, here, another);
  if (choice !== undefined)
    await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: choice === another });
}
