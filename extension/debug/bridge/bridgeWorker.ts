/**
 * The whole program of the bridge's worker, as text: it must not load anything of the debuggee's. Beside the inspector's own messages it
 * understands `Bridge.start` (let the program begin) and `Bridge.detach` (go away and leave the program alone).
 */
export const BRIDGE_WORKER = `
const { workerData } = require("node:worker_threads");
const inspector = require("node:inspector");
const net = require("node:net");
const fs = require("node:fs");
// With an empty loop the worker would end, and Node aborts when the main thread then answers it while it is paused.
setInterval(() => {}, 1 << 30);
const session = new inspector.Session();
session.connectToMainThread();
const socket = net.connect(workerData.pipe);
socket.setNoDelay(true);
socket.setEncoding("utf8");
const send = (message) => socket.write(JSON.stringify(message) + "\\n");
const tell = (state) => { Atomics.store(workerData.ready, 0, state); Atomics.notify(workerData.ready, 0); };
const go = () => tell(1);
socket.once("connect", () => tell(workerData.connected));
// Nobody else needs it, and whoever has made it may have been killed meanwhile.
for (const event of ["connect", "error"])
  socket.once(event, () => process.platform !== "win32" && fs.rm(workerData.pipe, { force: true }, () => {}));
session.on("inspectorNotification", send);
send({ method: "Bridge.hello", params: { node: workerData.node, pid: process.pid } });

// Whatever runs goes on unhindered from now on: in the workers first, whose sessions hang on this one.
const leave = (then) => {
  go();
  ask("NodeWorker.disable", {}, () => ask("Debugger.disable", {}, () => { session.disconnect(); clearTimeout(nudge); then(); }));
};

// Node 26 sometimes does not wake its main thread for a message: any further one does. One at a time: the thread may just be busy.
const NUDGE_MS = 400;
let waiting = 0;
let nudge = null;
const ask = (method, params, answered) => {
  waiting++;
  session.post(method, params, (error, result) => { waiting--; answered(error, result); });
  nudge ??= setTimeout(remind, NUDGE_MS);
};
const remind = () => {
  nudge = null;
  if (waiting > 0) session.post("Schema.getDomains", () => { if (waiting > 0) nudge ??= setTimeout(remind, NUDGE_MS); });
};

let detached = false;
const bridge = {
  "Bridge.start": (id) => { go(); send({ id, result: {} }); },
  "Bridge.detach": (id) => { detached = true; leave(() => { send({ id, result: {} }); socket.end(); }); },
};

let pieces = [];
socket.on("data", (data) => {
  let start = 0;
  for (let end; (end = data.indexOf("\\n", start)) >= 0; start = end + 1) {
    const message = JSON.parse(pieces.join("") + data.slice(start, end));
    pieces = [];
    const own = bridge[message.method];
    if (own !== undefined) { own(message.id); continue; }
    ask(message.method, message.params ?? {}, (error, result) =>
      send(error ? { id: message.id, error: { code: error.code, message: error.message } } : { id: message.id, result }));
  }
  if (start < data.length) pieces.push(data.slice(start));
});

// The client has gone: the program ends as if Ctrl-C had been pressed, and by force when it does not.
let closed = false;
const close = () => {
  if (closed || detached) return;
  closed = true;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), workerData.graceMs);
  leave(() => process.kill(process.pid, "SIGINT"));
};
socket.on("close", close);
socket.on("error", close);
`;
