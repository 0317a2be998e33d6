// Opens VS Code on a folder with the extension loaded: the desktop one when it is there, else one in the browser.
import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { run, step } from "./steps.mjs";

export async function openEditor(folder) {
  if (await hasDesktopCode()) {
    await run("code", [`--extensionDevelopmentPath=${root}`, folder], {
      remedy: "Open the folder in VS Code by hand.",
    });
    console.log("VS Code is open, with the extension loaded.");
    return;
  }
  const { installVSCode } = await import("./vscode/install.mjs");
  const { startServer } = await import("./vscode/server.mjs");
  const install = await step("Install VS Code for the browser", installVSCode);
  const server = await startServer(install, { extension: root });
  const url = server.url(folder);
  console.log(`\nVS Code is at ${url}\nCtrl-C ends it.`);
  openBrowser(url);
  await new Promise((resolve) => process.once("SIGINT", resolve));
  await server.stop();
}

async function hasDesktopCode() {
  try {
    await run("code", ["--version"]);
    return true;
  } catch {
    // Not installed, or not on the PATH.
    return false;
  }
}

function openBrowser(url) {
  const opener = process.platform === "darwin" ? "open" : process.env.DISPLAY ? "xdg-open" : null;
  if (opener !== null)
    spawn(opener, [url], { stdio: "ignore", detached: true })
      .on("error", () => {})
      .unref();
}
