import { isMainThread, setEnvironmentData, Worker } from "node:worker_threads";
import { BRIDGE_WORKER } from "./bridgeWorker.js";
import { isDebugged, markConsole } from "./consoleMarks.js";

/**
 * Preloaded into the debuggee: a worker that speaks the inspector's protocol with the main thread and passes it on over a local socket or
 * pipe, one JSON message a line. Unlike the inspector's own WebSocket it opens no port.
 */
const pipe = process.env["LIGHTNING_DEBUG_PIPE"];
const WAIT_MS = 10_000;
/** What `ready` says of the debugger, between 0, not there yet, and 1, the program may begin. */
const CONNECTED = 2;
const GRACE_MS = 5_000;

if (isMainThread && pipe !== undefined) {
  delete process.env["LIGHTNING_DEBUG_PIPE"];
  const ready = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(BRIDGE_WORKER, {
    eval: true,
    execArgv: [],
    env: {},
    workerData: { pipe, ready, connected: CONNECTED, graceMs: GRACE_MS, node: process.versions.node },
  });
  worker.unref();
  setEnvironmentData(isDebugged, true);
  markConsole();
  // The program begins when the debugger has set its breakpoints, however long that takes, or without one when nobody answers.
  if (Atomics.wait(ready, 0, 0, WAIT_MS) !== "timed-out") Atomics.wait(ready, 0, CONNECTED);
} else if (!isMainThread) markConsole();
