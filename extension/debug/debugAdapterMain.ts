import { createServer } from "node:net";
import { LightningDebugSession } from "./lightningDebugSession.js";

/** The adapter on its own, for other editors: on standard input and output, or on a TCP port with `--port N`. */
const portIndex = process.argv.indexOf("--port");
if (portIndex < 0) {
  const session = new LightningDebugSession();
  process.on("SIGTERM", () => session.shutdown());
  session.start(process.stdin, process.stdout);
} else {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const session = new LightningDebugSession();
    session.setRunAsServer(true);
    socket.on("close", () => session.shutdown());
    session.start(socket, socket);
  });
  server.listen(Number(process.argv[portIndex + 1]), "127.0.0.1", () => {
    const address = server.address();
    console.log(`Listening on 127.0.0.1:${typeof address === "object" ? address?.port : address}`);
  });
}
