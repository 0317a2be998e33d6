// vscode-js-debug's DAP server, which debugs the program in a session of its own beside the one that launches it.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { DapClient } from "./dapClient.mjs";

/** @param file its `dapDebugServer.js`. */
export async function startJsDebug(file) {
  const port = await freePort();
  const child = spawn(process.execPath, [file, String(port), "127.0.0.1"], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (code) => reject(new Error(`${file} ended with code ${code}.`)));
  });
  return { port, close: () => child.kill() };
}

/** Runs `main.ts` of a folder up to a line. */
export async function stoppedInJsDebug({ port }, folder, line) {
  const program = join(folder, "main.ts");
  const breakpoints = [{ line }];
  const launcher = await client(port);
  const session = new Promise((resolve, reject) => {
    launcher.asked = async ({ command, arguments: args }) => {
      if (command !== "startDebugging") return;
      try {
        const child = await client(port);
        // Workers are sessions below this one: they need nothing but to be let go.
        child.asked = (request) => request.command === "startDebugging" && void worker(port, request.arguments);
        const stopped = child.stopped();
        await child.initialize();
        await child.begin(args.request, args.configuration, program, breakpoints);
        await stopped;
        resolve(child);
      } catch (error) {
        reject(error);
      }
    };
  });
  await launcher.initialize();
  const cli = join(folder, "node_modules", "lightning-runtime", "dist", "cli.js");
  await launcher.begin(
    "launch",
    {
      ...{ type: "pwa-node", request: "launch", name: "bench", program: cli, args: ["run", program] },
      ...{ cwd: folder, console: "internalConsole", outFiles: [], __workspaceFolder: folder },
    },
    program,
    breakpoints,
  );
  const child = await session;
  const { result: pid } = await child.request("evaluate", { expression: "process.pid", context: "repl" });
  const close = child.close;
  child.close = () => {
    close();
    // It leaves a program alone that does not heed SIGTERM, as one in an endless loop.
    process.kill(Number(pid), "SIGKILL");
    void launcher.end();
  };
  return child;
}

async function worker(port, { request, configuration }) {
  const child = await client(port);
  await child.initialize();
  void child.request(request, configuration).catch(() => undefined);
  await child.request("configurationDone");
}

function client(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("connect", () => resolve(new DapClient(socket, socket, () => socket.destroy())));
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
