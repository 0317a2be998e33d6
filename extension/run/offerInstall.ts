import * as vscode from "vscode";

/** Says that an experiment has no runtime, and installs it where the user wants that. */
export async function offerInstall(folder: string): Promise<void> {
  const install = "npm install";
  const choice = await vscode.window.showErrorMessage(
    `lightning-runtime is not installed in ${folder}. Run \`npm install\` there.`,
    install,
  );
  if (choice !== install) return;
  const terminal = vscode.window.createTerminal({ name: "npm install", cwd: folder });
  terminal.show();
  terminal.sendText("npm install");
}
