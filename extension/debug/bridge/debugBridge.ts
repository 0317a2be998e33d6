import { isMainThread, Worker } from "node:worker_threads";

/**
 * Preloaded into the debuggee: a worker that speaks the inspector's protocol with the main thread and passes it on over a local socket or
 * pipe, one JSON message a line. Unlike the inspector's own WebSocket it opens no port and does not stall about 44 ms an answer.
 */
const pipe = process.env["LIGHTNING_DEBUG_PIPE"];
const WAIT_MS = 10_000;

/** The worker's whole program: it must not load anything of the debuggee's. */
const WORKER = `
const { workerData } = require("node:worker_threads");
const inspector = require("node:inspector");
const net = require("node:net");
// With an empty loop the worker would end, and Node aborts when the main thread then answers it while it is paused.
setInterval(() => {}, 1 << 30);
const session = new inspector.Session();
session.connectToMainThread();
const socket = net.connect(workerData.pipe);
socket.setNoDelay(true);
socket.setEncoding("utf8");
const send = (message) => socket.write(JSON.stringify(message) + "\\n");
const go = () => { Atomics.store(workerData.ready, 0, 1); Atomics.notify(workerData.ready, 0); };
session.on("inspectorNotification", send);
let buffer = "";
socket.on("data", (data) => {
  buffer += data;
  for (let end; (end = buffer.indexOf("\\n")) >= 0; ) {
    const message = JSON.parse(buffer.slice(0, end));
    buffer = buffer.slice(end + 1);
    if (message.method === "Bridge.start") { go(); send({ id: message.id, result: {} }); continue; }
    session.post(message.method, message.params ?? {}, (error, result) =>
      send(error ? { id: message.id, error: { code: error.code, message: error.message } } : { id: message.id, result }));
  }
});
// The client has gone: whatever runs goes on unhindered until the signal that ends it, as if Ctrl-C had been pressed.
let closed = false;
const close = () => {
  if (closed) return;
  closed = true;
  go();
  session.post("Debugger.disable", () => {
    session.disconnect();
    process.kill(process.pid, "SIGINT");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), workerData.graceMs);
  });
};
socket.on("close", close);
socket.on("error", close);
`;

if (isMainThread && pipe !== undefined) {
  const ready = new Int32Array(new SharedArrayBuffer(4));
  delete process.env["LIGHTNING_DEBUG_PIPE"];
  const worker = new Worker(WORKER, { eval: true, execArgv: [], env: {}, workerData: { pipe, ready, graceMs: 5000 } });
  worker.unref();
  // The program begins when the debugger has set its breakpoints, or without one when nobody answers.
  Atomics.wait(ready, 0, 0, WAIT_MS);
}
