import { expect, test } from "vitest";
import {
  bool,
  double,
  float,
  integer,
  message,
  nested,
  packedDoubles,
  text,
} from "../../../../runtime/loggers/tensorboard/protobuf.js";

test.each<[string, Uint8Array, string]>([
  ["a small number in one byte", integer(2, 5), "10 05"],
  ["a large one seven bits a byte", integer(2, 300), "10 ac 02"],
  ["a negative one in ten bytes", integer(2, -1), "10 ff ff ff ff ff ff ff ff ff 01"],
  ["a truth value", bool(4, true), "20 01"],
  ["a double", double(1, 1), "09 00 00 00 00 00 00 f0 3f"],
  ["a float", float(2, 1), "15 00 00 80 3f"],
  ["several doubles", packedDoubles(6, [0, 1]), "32 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00 f0 3f"],
  ["a text as UTF-8", text(3, "é"), "1a 02 c3 a9"],
  ["a message in a message", nested(5, integer(1, 1), text(2, "a")), "2a 05 08 01 12 01 61"],
  ["a high field number", integer(16, 0), "80 01 00"],
  ["nothing", message(), ""],
])("%s", (_what, bytes, picture) => {
  expect([...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")).toBe(picture);
});
