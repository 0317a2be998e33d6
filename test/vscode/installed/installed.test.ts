import { match, ok, strictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as vscode from "vscode";

const extension = vscode.extensions.getExtension("lightning-projects.lightning-projects");

test("the installed package activates, and its commands exist", async () => {
  ok(extension !== undefined);
  await extension.activate();
  const commands = await vscode.commands.getCommands(true);
  const missing = extension.packageJSON.contributes.commands.filter(
    ({ command }: { command: string }) => !commands.includes(command),
  );
  strictEqual(missing.map(({ command }: { command: string }) => command).join(), "");
});

test("it runs from where it was installed, not from the clone", () => {
  ok(extension?.extensionPath.startsWith(process.env["LIGHTNING_TEST_EXTENSIONS"] ?? "?"), extension?.extensionPath);
});

test("it makes an experiment, with nothing but what it carries", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "lightning installed ")), "digits");
  const cli = join(extension?.extensionPath ?? "", "dist", "runtime", "dist", "cli.js");
  execFileSync("node", [cli, "new", folder, "--template", "digits", "--no-install"]);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const runtime = manifest.dependencies["lightning-runtime"];
  match(runtime, /^file:vendor\/lightning-runtime-.*\.tgz$/);
  ok(existsSync(join(folder, runtime.replace("file:", ""))));
  rmSync(dirname(folder), { recursive: true });
});
