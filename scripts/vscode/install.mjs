// Installs a real VS Code (server, workbench and built-in extensions) from npm, for the browser and for tests.
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { StepError } from "../steps.mjs";
import { installTool } from "./installTool.mjs";
import { installNode24 } from "./node24.mjs";
import { findPrograms, programs } from "./programs.mjs";
import { npmInstall, runNpm } from "./runNpm.mjs";

/** Its last three numbers are VS Code's version. */
const CODE_SERVER = "4.139.1";

/**
 * Installs it once into the user's tool folder.
 *
 * @returns the Node to run it with, its main file, and the version of VS Code.
 */
export async function installVSCode() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new StepError(
      `VS Code for the browser is installed on linux-x64 only; this is ${process.platform}-${process.arch}. Install the desktop VS Code from https://code.visualstudio.com, with its \`code\` command on the PATH.`,
    );
  const nodeFolder = await installNode24();
  const folder = await installTool(`vscode-${CODE_SERVER}`, (partial) => fill(partial, nodeFolder));
  const vscode = vscodeFolder(folder);
  return {
    node: join(nodeFolder, "bin", "node"),
    serverMain: join(vscode, "out", "server-main.js"),
    version: CODE_SERVER.replace(/^4/, "1"),
  };
}

const vscodeFolder = (folder) => join(folder, "node_modules", "code-server", "lib", "vscode");

/** What code-server's own install script would do, without its checks of the running Node. */
async function fill(folder, nodeFolder) {
  await findPrograms(programs.compiler, programs.make, programs.python);
  await npmInstall(folder, [`code-server@${CODE_SERVER}`]);
  const vscode = vscodeFolder(folder);
  await npmInstall(vscode);
  await npmInstall(join(vscode, "extensions"));
  await compileModules(vscode, nodeFolder);
  removeUnused(vscode);
}

/** Modules that come as source only: without the first every output channel stays empty, the second ends extensions with their server. */
const COMPILED = ["@vscode/spdlog", "@vscode/native-watchdog"];

async function compileModules(vscode, nodeFolder) {
  // The makefiles name Node's headers without quotes: a path without spaces leads to them.
  const parent = /\s/.test(tmpdir()) ? "/tmp" : tmpdir();
  const short = mkdtempSync(join(parent, "lightning-headers-"));
  try {
    symlinkSync(nodeFolder, join(short, "node"));
    await runNpm(["rebuild", "--ignore-scripts=false", "--foreground-scripts", ...COMPILED], {
      cwd: vscode,
      env: {
        PATH: [join(nodeFolder, "bin"), process.env.PATH].join(delimiter),
        npm_config_nodedir: join(short, "node"),
        JOBS: "max",
      },
      remedy: "It needs a C++ compiler that knows C++20: `sudo apt-get install -y g++ make python3`.",
    });
  } finally {
    rmSync(short, { recursive: true });
  }
  for (const name of COMPILED) {
    const built = join(vscode, "node_modules", name, "build", "Release");
    if (!existsSync(built) || matching(built, /\.node$/).length === 0)
      throw new StepError(
        `\`npm rebuild ${name}\` left no module in ${built}. Start again to see whether it was a passing fault.`,
      );
    rmSync(join(built, "obj.target"), { recursive: true, force: true });
  }
}

/** Half of the size: assistants, other platforms' programs and build leftovers. */
function removeUnused(vscode) {
  const modules = join(vscode, "node_modules");
  const ripgreps = join(modules, "@vscode", "ripgrep-universal", "bin");
  const unused = [
    ...matching(join(modules, "@github"), /^copilot/),
    join(modules, "@microsoft", "mxc-sdk"),
    join(modules, "@devcontainers"),
    join(modules, "@vscode", "windows-process-tree"),
    join(vscode, "extensions", "copilot"),
    ...matching(join(modules, "node-pty", "prebuilds"), /^(win32|darwin)/),
    ...matching(ripgreps, /(?<!linux-x64)$/),
  ];
  for (const path of unused) rmSync(path, { recursive: true, force: true });
}

function matching(folder, pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}
