import { deepStrictEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

const extension = vscode.extensions.getExtension("lightning-projects.lightning-projects");

test("the extension activates", async () => {
  ok(extension !== undefined);
  await extension.activate();
  ok(extension.isActive);
});

test("every command of the manifest exists, and no other", async () => {
  await extension?.activate();
  const manifest = JSON.parse(readFileSync(join(extension?.extensionPath ?? "", "package.json"), "utf8"));
  const declared = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  const registered = (await vscode.commands.getCommands(true)).filter((id) => /^lightning\.[a-z]+$/i.test(id));
  deepStrictEqual(registered.sort(), declared.sort());
});
