import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { WebSocketChannel } from "../../../../extension/debug/channels/webSocketChannel.js";
import { FrameReader } from "../../../../extension/debug/channels/webSocketFrames.js";

/** An inspector's end of a connection, once the channel is open. */
async function connected(): Promise<{ server: Socket; channel: WebSocketChannel; sent: () => Buffer }> {
  let received = Buffer.alloc(0);
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const socket = new Promise<Socket>((resolve) =>
    listening.once("connection", (server) => {
      server.once("data", () => {
        server.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        server.on("data", (data) => {
          received = Buffer.concat([received, data]);
        });
        resolve(server);
      });
    }),
  );
  const channel = await WebSocketChannel.connect(`ws://127.0.0.1:${(listening.address() as AddressInfo).port}/id`);
  const server = await socket;
  onTestFinished(() => {
    server.destroy();
    listening.close();
  });
  return { server, channel, sent: () => received };
}

const unmasked = (payload: Buffer, mask: Buffer) =>
  Buffer.from(payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0))).toString();

it("answers whatever comes with a byte at once, so that the inspector sends on without waiting to be acknowledged", async () => {
  const { server, channel, sent } = await connected();
  let messages = 0;
  channel.open({
    message: () => {
      messages++;
    },
    closed: () => undefined,
  });

  for (let i = 1; i <= 7; i++) {
    const before = sent().length;
    server.write(Buffer.from([0x81, 2, 0x7b, 0x7d]));
    await expect.poll(() => [messages, sent().length > before]).toEqual([i, true]);
  }
  const whole = '{"id":0,"method":"Schema.getDomains"}';
  await expect.poll(() => sent().length).toBe(14 + whole.length);
  channel.send("hello");
  await expect.poll(() => sent().length).toBe(14 + whole.length + 14 + 5);

  const bytes = sent();
  const masks = [bytes.subarray(10, 14), bytes.subarray(14 + whole.length + 10, 14 + whole.length + 14)];
  const texts = [...new FrameReader().read(bytes)].map(({ payload }, i) =>
    unmasked(payload, masks[i] ?? Buffer.alloc(4)),
  );
  expect(texts).toEqual([whole, "hello"]);
});
