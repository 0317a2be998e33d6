import { expect, it } from "vitest";
import { MessageReader } from "../../../extension/debug/messageReader.js";

const message = (text: string, header = "Content-Length") =>
  Buffer.from(`${header}: ${Buffer.byteLength(text)}\r\n\r\n${text}`);

/** What is read out of some bytes in pieces of a size, and what is refused. */
function read(stream: Buffer, piece = stream.length): string[] {
  const reader = new MessageReader();
  const found: string[] = [];
  for (let at = 0; at < stream.length; at += piece)
    for (const one of reader.read(stream.subarray(at, at + piece), (text) => found.push(`refused ${text.trim()}`)))
      found.push(JSON.stringify(one));
  return found;
}

it.each([1, 2, 7, 1000])("takes whole messages out of pieces of %i bytes", (piece) => {
  const texts = ['{"a":1}', "{}", `{"a":"${"é😀".repeat(300)}"}`];

  expect(read(Buffer.concat(texts.map((text) => message(text))), piece)).toEqual(texts);
});

it("reads headers as other programs write them", () => {
  const stream = Buffer.concat([
    message("{}", "content-length"),
    message('{"a":1}', "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length"),
    Buffer.from('Content-Length:7\r\n\r\n{"a":2}'),
  ]);

  expect(read(stream)).toEqual(["{}", '{"a":1}', '{"a":2}']);
});

it("passes over what is no message, and reads on behind it", () => {
  const stream = Buffer.concat([
    message("{not JSON"),
    Buffer.from("GET / HTTP/1.1\r\n\r\n"),
    message("null"),
    Buffer.from('Content-Length: many\r\n\r\n{"a":1}'),
    message('{"a":2}'),
  ]);

  expect(read(stream)).toEqual([
    "refused {not JSON",
    "refused GET / HTTP/1.1",
    "refused null",
    "refused Content-Length: many",
    '{"a":2}',
  ]);
});
