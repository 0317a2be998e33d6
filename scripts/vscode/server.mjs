// VS Code's server on 127.0.0.1, for a browser: a person's, or the one that tests drive.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StepError } from "../steps.mjs";
import { withoutNpm } from "./npmEnvironment.mjs";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;
const POLL_MS = 20;
const REMOVE = { recursive: true, force: true, maxRetries: 5 };

/**
 * Starts a server on a random port, with everything it writes in a temporary folder of its own. It is stopped with all its processes, at
 * the latest when this process ends.
 *
 * @param install what `installVSCode` returned.
 * @param options.extension the folder of an extension that every window loads, as if installed.
 * @param options.settings the user's settings, as in settings.json; null leaves those of `userData` alone.
 * @param options.userData kept by the caller; otherwise it goes with the server.
 * @param options.extensionsDir likewise.
 * @param options.args more arguments for the server.
 * @returns `data`, its temporary folder; `ended`, which resolves with an error when the server has ended.
 */
export async function startServer(
  install,
  { extension, settings = null, userData, extensionsDir, env = {}, args = [] } = {},
) {
  // Short names: VS Code makes sockets below, whose paths may have about 100 characters.
  const data = mkdtempSync(join(tmpdir(), "lightning-vscode-"));
  const folders = {
    tmp: join(data, "tmp"),
    user: userData ?? join(data, "user"),
    extensions: extensionsDir ?? join(data, "ext"),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  if (settings !== null) writeSettings(folders.user, settings);
  if (extension !== undefined) link(extension, folders.extensions);
  const token = randomBytes(16).toString("hex");
  writeFileSync(join(data, "token"), token, { mode: 0o600 });
  const child = spawn(install.node, [install.serverMain, ...serverArguments(data, folders), ...args], {
    env: { ...cleanEnvironment(), TMPDIR: folders.tmp, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that it can be ended with all its children.
    detached: true,
  });
  const ended = endOf(child);
  const stop = stopper(child, data);
  try {
    const port = await listeningPort(child, ended);
    return { port, data, url: (folder) => workbenchUrl({ port, token, folder }), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address of a window on a folder or a workspace file; without one, of an empty window. */
function workbenchUrl({ port, token, folder }) {
  const kind = folder?.endsWith(".code-workspace") ? "workspace" : "folder";
  const opened = folder === undefined ? "ew=true" : `${kind}=${encodeURIComponent(folder)}`;
  return `http://127.0.0.1:${port}/?tkn=${token}&${opened}`;
}

function serverArguments(data, folders) {
  const options = {
    host: "127.0.0.1",
    port: "0",
    "connection-token-file": join(data, "token"),
    "server-data-dir": join(data, "server"),
    "user-data-dir": folders.user,
    "extensions-dir": folders.extensions,
    "telemetry-level": "off",
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    "--accept-server-license-terms",
    "--disable-getting-started-override",
  ];
}

function writeSettings(userData, settings) {
  mkdirSync(join(userData, "User"), { recursive: true });
  writeFileSync(join(userData, "User", "settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** A link counts as an installed extension, and uninstalling it in VS Code removes the link alone. */
function link(extension, extensionsDir) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  symlinkSync(extension, join(extensionsDir, `${publisher}.${name}-${version}`));
}

/** Without what npm, and a VS Code around this process, have set for their own children. */
function cleanEnvironment() {
  const entries = Object.entries(withoutNpm(process.env));
  return Object.fromEntries(entries.filter(([name]) => !/^(VSCODE_(?!TEST_)|ELECTRON_)/.test(name)));
}

/** The server says on its output which port it took. */
function listeningPort(child, ended) {
  return new Promise((resolve, reject) => {
    ended.then(reject);
    const limit = setTimeout(
      () => reject(new StepError(`VS Code's server did not start within ${START_LIMIT_MS / 1000} s.`)),
      START_LIMIT_MS,
    );
    let output = "";
    child.stdout.on("data", function look(chunk) {
      output += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      child.stdout.removeListener("data", look);
      resolve(Number(port));
    });
  });
}

/** An error with the server's last words, when it ends. */
function endOf(child) {
  let lines = "";
  const take = (chunk) => {
    lines = (lines + chunk).split("\n").slice(-20).join("\n");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((resolve) => {
    const end = (how) => resolve(new StepError(`VS Code's server ${how}.\n${lines.trimEnd()}`));
    child.once("error", (error) => end(`could not be started: ${error.message}`));
    child.once("close", (code, signal) => end(`ended (${signal ?? `exit code ${code}`})`));
  });
}

function stopper(child, data) {
  const atExit = () => {
    signal(child, "SIGKILL");
    rmSync(data, REMOVE);
  };
  process.once("exit", atExit);
  return async () => {
    signal(child, "SIGTERM");
    for (let waited = 0; waited < STOP_LIMIT_MS && signal(child, 0); waited += POLL_MS) await sleep(POLL_MS);
    process.removeListener("exit", atExit);
    atExit();
  };
}

/** Sends a signal to the whole group; false: all have ended. Signal 0 only asks. */
function signal(child, name) {
  try {
    return child.pid !== undefined && process.kill(-child.pid, name);
  } catch {
    return false;
  }
}
