import { expect, it } from "vitest";
import {
  encodeText,
  FrameReader,
  OPCODES,
  TEXT_BEGINNING,
} from "../../../../extension/debug/channels/webSocketFrames.js";

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
        serverFrame("", true, OPCODES.close),
      ]),
    ),
  ];
  expect(frames.map(({ opcode, final }) => [opcode, final])).toEqual([
    [OPCODES.text, false],
    [OPCODES.continuation, true],
    [OPCODES.close, true],
  ]);
});

it.each([0, 125, 126, 70_000])("masks what a client sends: %i bytes", (length) => {
  const frame = Buffer.concat([TEXT_BEGINNING, encodeText("x".repeat(length))]);
  const [read] = new FrameReader().read(frame);
  const mask = frame.subarray(10, 14);

  expect([frame[0], frame[1], frame.readBigUInt64BE(2)]).toEqual([0x81, 0xff, BigInt(length)]);
  expect([...(read?.payload ?? [])].every((byte, i) => (byte ^ (mask[i & 3] ?? 0)) === 0x78)).toBe(true);
  expect(read?.payload.length).toBe(length);
});
