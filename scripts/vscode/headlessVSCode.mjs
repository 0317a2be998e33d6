// A VS Code without a screen, for tests: a server and a browser that exist for one window.
import { installVSCode } from "./install.mjs";
import { quietSettings } from "./quietSettings.mjs";
import { startServer } from "./server.mjs";
import { launchBrowser, openWorkbench } from "./workbenchPage.mjs";

/** Nothing is asked, and a server whose owner was killed ends by itself after some minutes. */
const SERVER_ARGUMENTS = [
  "--disable-workspace-trust",
  "--enable-remote-auto-shutdown",
  ...["--reconnection-grace-time", "30"],
];
const VIEWPORT = { width: 1440, height: 900 };

/**
 * Starts both; `open` opens the window, and `stop` ends everything. So does a signal to this process.
 *
 * @param options.settings on top of those that keep VS Code quiet.
 */
export async function startHeadlessVSCode({ settings = {}, extensionsDir } = {}) {
  const server = await startServer(await installVSCode(), {
    settings: { ...quietSettings, ...settings },
    extensionsDir,
    args: SERVER_ARGUMENTS,
  });
  let browser;
  const stop = async () => {
    await browser?.close();
    await server.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.once(signal, () => stop().then(() => process.exit(130)));
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: VIEWPORT });
    return { page, data: server.data, open: (window) => openWorkbench(page, server, window), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
