// VS Code's workbench in a headless Chromium.
import { chromium } from "playwright-core";
import { findPrograms, programs } from "./programs.mjs";

export async function launchBrowser() {
  const [executablePath] = await findPrograms(programs.chromium);
  return chromium.launch({
    executablePath,
    args: ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
    // The caller ends it, together with the server.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * Opens a window on a folder.
 *
 * @param options.extensions folders of extensions under development.
 * @param options.tests the module whose `run` the extension host calls; the page then calls `codeAutomationExit(code)`.
 */
export async function openWorkbench(page, server, { folder, extensions = [], tests }) {
  const uri = (path) => ({ scheme: "vscode-remote", authority: `127.0.0.1:${server.port}`, path });
  const development = { extensions: extensions.map(uri), ...(tests && { extensionTestsPath: uri(tests) }) };
  await page.addInitScript(configure, development);
  await page.goto(server.url(folder), { waitUntil: "domcontentloaded" });
}

/**
 * Runs in the page. The workbench reads its configuration from a <meta> in a deferred script, so there is time to change it once the
 * document is parsed.
 */
function configure(development) {
  document.addEventListener("readystatechange", () => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (document.readyState !== "interactive" || meta === null) return;
    const configuration = JSON.parse(meta.getAttribute("data-settings"));
    configuration.developmentOptions = { ...configuration.developmentOptions, ...development };
    configuration.productConfiguration = { ...configuration.productConfiguration, extensionsGallery: undefined };
    meta.setAttribute("data-settings", JSON.stringify(configuration));
  });
}
