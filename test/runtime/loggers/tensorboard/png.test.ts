import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodePng } from "../../../../runtime/loggers/tensorboard/png.js";

test("a picture is a signature, a header, its compressed rows and an end, each with a checksum", () => {
  const png = Buffer.from(encodePng(Uint8Array.of(255, 0, 0, 0, 255, 0), 2, 1, 3));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const header = png.subarray(8, 33);
  expect(header.toString("hex")).toBe("0000000d49484452000000020000000108020000007b40e8dd");
  const length = png.readUInt32BE(33);
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([0, 255, 0, 0, 0, 255, 0]);
  expect(png.subarray(-12).toString("hex")).toBe("0000000049454e44ae426082");
});
