// The debug bridge by itself: the inspector's protocol with a program, with as few messages as there can be.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from "@jridgewell/trace-mapping";

export class BareBridge {
  #id = 1;
  #pending = new Map();
  #paused = null;
  #scripts = new Map();

  /** Runs `main.ts` of a folder up to a line, where it stops. */
  static async launch(root, folder, line, env = {}) {
    const pipe = join(tmpdir(), `lightning-bench-${process.pid}-${Date.now()}.sock`);
    const server = createServer();
    await new Promise((resolve) => server.listen(pipe, resolve));
    const connected = new Promise((resolve) => server.once("connection", resolve));
    const cli = join(folder, "node_modules", "lightning-runtime", "dist", "cli.js");
    const child = spawn(
      process.execPath,
      ["--require", join(root, "dist", "debugBridge.cjs"), cli, "run", join(folder, "main.ts")],
      {
        cwd: folder,
        env: { ...process.env, ...env, LIGHTNING_DEBUG_PIPE: pipe },
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const bridge = new BareBridge(child, await connected);
    server.close();
    rmSync(pipe, { force: true });
    await bridge.#toLine(join(folder, "main.ts"), line);
    return bridge;
  }

  constructor(child, socket) {
    this.child = child;
    this.socket = socket;
    let text = "";
    socket.setEncoding("utf8").on("data", (data) => {
      text += data;
      const lines = text.split("\n");
      text = lines.pop();
      for (const line of lines) this.#receive(JSON.parse(line));
    });
    socket.on("error", () => undefined);
  }

  send(method, params) {
    const id = this.#id++;
    this.socket.write(`${JSON.stringify({ id, method, params })}\n`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  async step() {
    const paused = this.#nextPause();
    await this.send("Debugger.stepOver");
    this.top = (await paused).callFrames[0];
  }

  evaluate(expression) {
    return this.send("Debugger.evaluateOnCallFrame", {
      callFrameId: this.top.callFrameId,
      expression,
      returnByValue: false,
    });
  }

  locals() {
    return this.send("Runtime.getProperties", {
      objectId: this.top.scopeChain[0].object.objectId,
      ownProperties: true,
    });
  }

  end() {
    this.child.kill("SIGKILL");
    this.socket.destroy();
  }

  async #toLine(file, line) {
    await this.send("Debugger.enable");
    await this.send("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    });
    let paused = this.#nextPause();
    await this.send("Bridge.start");
    for (;;) {
      const event = await paused;
      if (event.reason !== "instrumentation") {
        this.top = event.callFrames[0];
        return;
      }
      const script = this.#scripts.get(event.data.scriptId);
      if (script.url.endsWith(file)) await this.#setBreakpoint(script, line);
      paused = this.#nextPause();
      await this.send("Debugger.resume");
    }
  }

  async #setBreakpoint({ scriptId, sourceMapURL }, line) {
    const map = new TraceMap(Buffer.from(sourceMapURL.split("base64,")[1], "base64").toString());
    const source = map.resolvedSources[0];
    const at = generatedPositionFor(map, { source, line, column: 0, bias: LEAST_UPPER_BOUND });
    await this.send("Debugger.setBreakpoint", {
      location: { scriptId, lineNumber: at.line - 1, columnNumber: at.column },
    });
  }

  #nextPause() {
    return new Promise((resolve) => {
      this.#paused = resolve;
    });
  }

  #receive({ id, method, params, result, error }) {
    if (method === "Debugger.scriptParsed") this.#scripts.set(params.scriptId, params);
    if (method === "Debugger.paused") this.#paused?.(params);
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new Error(error.message));
    else pending?.resolve(result);
  }
}
