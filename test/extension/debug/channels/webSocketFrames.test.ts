import { expect, it } from "vitest";
import { encodeFrame, FrameReader, OPCODES } from "../../../../extension/debug/channels/webSocketFrames.js";

/** As a server sends it: not masked. */
function serverFrame(text: string, final = true, opcode: number = OPCODES.text): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([length])
      : length < 65_536
        ? Buffer.from([126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([127]), Buffer.alloc(4), u32(length)]);
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode]), head, payload]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

it.each([1, 2, 7, 1000, 1_000_000])("takes whole frames out of pieces of %i bytes", (piece) => {
  const texts = ["", "a", "b".repeat(125), "c".repeat(126), "d".repeat(65_535), "é".repeat(40_000)];
  const stream = Buffer.concat(texts.map((text) => serverFrame(text)));
  const reader = new FrameReader();
  const read: string[] = [];
  for (let at = 0; at < stream.length; at += piece)
    for (const { payload } of reader.read(stream.subarray(at, at + piece))) read.push(payload.toString("utf8"));

  expect(read.map((text) => `${text.length} ${text.slice(0, 1)}`)).toEqual(
    texts.map((text) => `${text.length} ${text.slice(0, 1)}`),
  );
});

it("tells parts of a message and the other kinds of frames apart", () => {
  const frames = [
    ...new FrameReader().read(
      Buffer.concat([
        serverFrame("ab", false),
        serverFrame("c", true, OPCODES.continuation),
        serverFrame("", true, OPCODES.ping),
      ]),
    ),
  ];
  expect(frames.map(({ opcode, final }) => [opcode, final])).toEqual([
    [OPCODES.text, false],
    [OPCODES.continuation, true],
    [OPCODES.ping, true],
  ]);
});

it.each([0, 125, 126, 70_000])("masks what a client sends: %i bytes", (length) => {
  const text = "x".repeat(length);
  const frame = encodeFrame(OPCODES.text, Buffer.from(text));
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const mask = frame.subarray(head, head + 4);
  const payload = frame.subarray(head + 4).map((byte, i) => byte ^ (mask[i & 3] ?? 0));
  expect([frame[0], (frame[1] ?? 0) & 0x80, Buffer.from(payload).toString("utf8") === text]).toEqual([
    0x81,
    0x80,
    true,
  ]);
});
