import { createServer } from "node:net";
import { adapterErrors } from "./adapterErrors.js";
import { LightningDebugSession } from "./lightningDebugSession.js";

// A mistake in one answer must not take the others' programs down.
process.on("unhandledRejection", (error) => console.error(error));

/** The adapter on its own, for other editors: on standard input and output, or on a TCP port with `--port N`. */
const portIndex = process.argv.indexOf("--port");
if (portIndex < 0) serveStandardStreams();
else servePort(process.argv[portIndex + 1] ?? "");

function serveStandardStreams(): void {
  const session = new LightningDebugSession();
  // Standard output is the protocol's alone.
  console.log = console.error;
  // What is still on its way to the editor arrives first; where it is gone, that ends too.
  session.on("ended", () => process.stdout.write("", () => process.exit(0)));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => session.shutdown());
  session.start(process.stdin, process.stdout);
}

function servePort(text: string): void {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) fail(adapterErrors.badPort(text));
  const sessions = new Set<LightningDebugSession>();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const session = new LightningDebugSession();
    sessions.add(session);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => session.shutdown());
    session.on("ended", () => {
      sessions.delete(session);
      socket.end();
    });
    session.start(socket, socket);
  });
  server.on("error", (error: NodeJS.ErrnoException) =>
    fail(error.code === "EADDRINUSE" ? adapterErrors.portInUse(port) : error.message),
  );
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    console.log(`Listening on 127.0.0.1:${typeof address === "object" ? address?.port : address}`);
  });
  // Programs that were started end with the adapter.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(
      signal,
      () => void Promise.all([...sessions].map((session) => session.end())).then(() => process.exit(0)),
    );
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
