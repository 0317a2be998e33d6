import { expect, test } from "vitest";
import { crc32c, maskedCrc32c } from "../../../../runtime/loggers/tensorboard/crc32c.js";

const bytes = (text: string) => new TextEncoder().encode(text);

test("checksums are those of RFC 3720 and of TensorFlow's record files", () => {
  expect([
    crc32c(bytes("123456789")).toString(16),
    crc32c(new Uint8Array(32)).toString(16),
    crc32c(new Uint8Array(32).fill(0xff)).toString(16),
  ]).toEqual(["e3069283", "8a9136aa", "62a8ab43"]);
  // Length 24 as the first record of an event file stores it.
  expect(maskedCrc32c(Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0)).toString(16)).toBe("224b7fa3");
});
