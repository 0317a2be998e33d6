// Opens VS Code on a folder with the extension loaded: the desktop one when it is there, else one in the browser.
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { run, StepError, step } from "./steps.mjs";

/** On top of VS Code's defaults: ask whether to trust a folder as the desktop does, and hide the assistants, which are not installed. */
const BROWSER_SETTINGS = {
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "always",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
};

/** Returns at once with the desktop's VS Code, and with the browser's when Ctrl-C ends it. */
export async function openEditor(folder) {
  if (await hasDesktopCode()) await openDesktop(folder);
  else await serveBrowser(folder);
}

/** VS Code's own terminal has a `code` that opens files in that window and knows nothing of extensions under development. */
async function hasDesktopCode() {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return false;
  try {
    await run(code, ["--version"]);
    return true;
  } catch {
    // Not installed, or not on the PATH.
    return false;
  }
}

const code = process.platform === "win32" ? "code.cmd" : "code";

async function openDesktop(folder) {
  const args = [`--extensionDevelopmentPath=${root}`, folder];
  await run(code, process.platform === "win32" ? args.map((arg) => `"${arg}"`) : args, {
    remedy: `Open ${root} in VS Code by hand and press F5.`,
  });
  console.log("VS Code is open, with the extension loaded.");
}

async function serveBrowser(folder) {
  const { installVSCode } = await import("./vscode/install.mjs");
  const { startServer } = await import("./vscode/server.mjs");
  const install = await step("Install VS Code for the browser", installVSCode);
  const ended = endSignal();
  const server = await startServer(install, { extension: root, settings: BROWSER_SETTINGS });
  const url = server.url(folder);
  console.log(`\nVS Code is at ${url}\nCtrl-C ends it.`);
  openBrowser(url);
  const reason = await Promise.race([ended, server.ended]);
  await server.stop();
  if (reason instanceof StepError) throw reason;
}

/** Ctrl-C, or the end of the terminal. */
function endSignal() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
}

/** Where there is a screen. That it failed is no error: the address is printed. */
function openBrowser(url) {
  const hasScreen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const opener = process.platform === "darwin" ? "open" : hasScreen ? "xdg-open" : null;
  if (opener === null) return;
  spawn(opener, [url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
