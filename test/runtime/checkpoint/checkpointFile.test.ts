import "../onCpu.js";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { type Checkpoint, disposeCheckpoint } from "../../../runtime/checkpoint/checkpoint.js";
import { readCheckpoint, writeCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { temporaryFolder } from "../temporaryFolder.js";

test("what is read is what was written: plain data as they are, tensors to the last bit", () => {
  const path = join(temporaryFolder(), "folders", "that are not there", "a.safetensors");
  const nan = new Float32Array(new Uint32Array([0x7fc00123, 0x80000000, 0x00000001]).buffer);
  const written = checkpoint({
    stateDict: {
      "layer.weight": tf.tensor1d(nan),
      count: tf.scalar(-7, "int32"),
      mask: tf.tensor2d([[1, 0]], [1, 2], "bool"),
      empty: tf.zeros([0, 3]),
    },
    optimizerStates: [{ state: { 0: { step: 3, expAvg: tf.tensor1d([0.5]) } } }],
    callbacks: {
      "Best{'monitor': 'x'}": { kthValue: Number.POSITIVE_INFINITY, worst: Number.NaN, zero: -0, path: "" },
    },
    extra: { list: [1, null, [true, "ü"]], $tensor: "mine", doubles: new Float64Array([0.1]), nothing: undefined },
  });
  writeCheckpoint(path, written);
  const read = readCheckpoint(path);
  const weights = read.stateDict["layer.weight"]?.dataSync() ?? [];
  const bits = new Uint32Array(Float32Array.from(weights).buffer);
  expect([...bits].map((word) => word.toString(16))).toEqual(["7fc00123", "80000000", "1"]);
  expect(plain(read)).toEqual({
    epoch: 2,
    globalStep: 10,
    lightningRuntimeVersion: "0.1.0",
    stateDict: {
      "layer.weight": "float32 [3]: NaN,0,1.401298464324817e-45",
      count: "int32 []: -7",
      mask: "bool [1,2]: 1,0",
      empty: "float32 [0,3]: ",
    },
    optimizerStates: [{ state: { 0: { step: 3, expAvg: "float32 [1]: 0.5" } } }],
    callbacks: {
      "Best{'monitor': 'x'}": { kthValue: Number.POSITIVE_INFINITY, worst: Number.NaN, zero: -0, path: "" },
    },
    extra: { list: [1, null, [true, "ü"]], $tensor: "mine", doubles: new Float64Array([0.1]) },
  });
});

test("in the file the weights have their own names, and other tensors their path", () => {
  const path = join(temporaryFolder(), "a.safetensors");
  const shared = tf.scalar(1);
  writeCheckpoint(
    path,
    checkpoint({
      stateDict: { "a.weight": shared, "b.weight": shared, "extra.w": tf.scalar(2), __metadata__: tf.scalar(3) },
      extra: { w: tf.scalar(4) },
    }),
  );
  const header = headerOf(path);
  expect(Object.keys(header)).toEqual([
    ...["__metadata__", "a.weight", "b.weight", "extra.w", "stateDict.__metadata__", "extra.w_"],
  ]);
  expect(Object.keys(header["__metadata__"] as object)).toEqual(["format", "checkpoint"]);
  const read = readCheckpoint(path);
  expect(plain([read.stateDict, read["extra"]])).toEqual([
    {
      "a.weight": "float32 []: 1",
      "b.weight": "float32 []: 1",
      "extra.w": "float32 []: 2",
      __metadata__: "float32 []: 3",
    },
    { w: "float32 []: 4" },
  ]);
});

test("a file of another program is one with weights only, in the nearest kinds that there are", () => {
  const path = fileWith({ h: ["F16", [2], "003c00c2"], b: ["BF16", [1], "c03f"], l: ["I64", [1], "feffffffffffffff"] });
  expect(plain(readCheckpoint(path))).toEqual({
    epoch: 0,
    globalStep: 0,
    lightningRuntimeVersion: "",
    stateDict: { h: "float32 [2]: 1,-3", b: "float32 [1]: 1.5", l: "int32 [1]: -2" },
  });
});

test("a checkpoint that cannot be written leaves the old file, and says what is in its way", () => {
  const folder = temporaryFolder();
  const path = join(folder, "a.safetensors");
  writeCheckpoint(path, checkpoint({ epoch: 1 }));
  const self: Record<string, unknown> = {};
  self["again"] = self;
  const refused: readonly [unknown, string][] = [
    [{ when: new Date(0) }, "`extra.when` is a Date"],
    [[() => 1], "`extra.0` is a function"],
    [new Map(), "`extra` is a Map"],
    [self, "`extra.again.again` is nested more than 100 levels deep, or refers to itself"],
    [tf.tensor(["a"]), "`extra` is a tensor of string"],
  ];
  for (const [extra, what] of refused) {
    expect(() => writeCheckpoint(path, checkpoint({ extra }))).toThrow(
      `A checkpoint cannot be written: ${what}. States hold numbers, texts, booleans, null, lists, plain objects, typed arrays, and tensors of float32, int32 and bool.`,
    );
  }
  expect([readdirSync(folder), readCheckpoint(path).epoch]).toEqual([["a.safetensors"], 1]);
});

test("a path without a file says so", () => {
  expect(() => readCheckpoint("/nowhere/a.safetensors")).toThrow(
    "Checkpoint file not found: /nowhere/a.safetensors. Give the path of a .safetensors file.",
  );
});

test.each<[string, (path: string) => void, string]>([
  ["an empty file", (path) => truncateSync(path, 0), "it has 0 bytes, and a header alone has more"],
  [
    "a file that was cut off",
    (path) => truncateSync(path, 40),
    "its header would have 56 bytes, and the file has 40: it was cut off",
  ],
  [
    "a header of 2^60 bytes",
    (path) => patch(path, "0000000000000010"),
    "its header would have 1152921504606846976 bytes, more than the 100000000 allowed",
  ],
  ["no JSON", (path) => patch(path, "", "{".padEnd(64, "x")), "its header is not a JSON object"],
  ["a list", (path) => patch(path, "", "[]".padEnd(64)), "its header is not a JSON object"],
  ["metadata that are no texts", header('{"__metadata__":{"a":1}}'), "its metadata are not texts by name"],
  [
    "an unknown dtype",
    header('{"a":{"dtype":"F3","shape":[1],"data_offsets":[0,4]}}'),
    'tensor `a` has the dtype "F3"; it can be `F64`, ',
  ],
  [
    "a dtype of the prototype's",
    header('{"a":{"dtype":"valueOf","shape":[1],"data_offsets":[0,4]}}'),
    'tensor `a` has the dtype "valueOf"',
  ],
  [
    "a negative length",
    header('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}'),
    "tensor `a` has the shape [-1], which is none",
  ],
  [
    "a shape beyond all numbers",
    header('{"a":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,4]}}'),
    "tensor `a` has the offsets [0,4]; its shape",
  ],
  [
    "offsets that do not fit the shape",
    header('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}'),
    "tensor `a` has the offsets [0,8]; its shape [1] in F32 takes 4 bytes",
  ],
  [
    "offsets behind the end",
    header('{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}'),
    "tensor `a` begins at byte 8, and the one before it ends at 0",
  ],
  [
    "bytes that belong to nobody",
    header("{}"),
    "its tensors take 0 bytes, and 4 follow the header: it was cut off or changed",
  ],
  [
    "a tensor that is not there",
    header(ofCheckpoint('{"epoch":0,"globalStep":0,"stateDict":{"w":{"$tensor":"w"}}}')),
    "it speaks of a tensor `w` that it does not have",
  ],
  ["no progress", header(ofCheckpoint("{}")), "its metadata lack `epoch`, `globalStep` or `stateDict`"],
  [
    "values without an end",
    header(ofCheckpoint(`${"[".repeat(5000)}${"]".repeat(5000)}`)),
    "it is nested more than 100 levels deep",
  ],
])("a damaged or hostile file gives an error: %s", (_title, damage, message) => {
  const path = fileWith({ a: ["F32", [1], "0000803f"] });
  damage(path);
  expect(() => readCheckpoint(path)).toThrow(`The checkpoint ${path} cannot be read: ${message}`);
});

test("names cannot reach an object's prototype", () => {
  const path = fileWith({});
  header(ofCheckpoint('{"epoch":0,"globalStep":0,"stateDict":{},"__proto__":{"polluted":true}}'))(path);
  const read = readCheckpoint(path);
  expect([({} as Record<string, unknown>)["polluted"], Object.getPrototypeOf(read) === Object.prototype]).toEqual([
    undefined,
    true,
  ]);
});

test("the tensors of a checkpoint are freed together", () => {
  const before = tf.memory().numTensors;
  const path = join(temporaryFolder(), "a.safetensors");
  const written = checkpoint({ stateDict: { a: tf.zeros([2]) }, extra: [{ b: tf.scalar(1) }] });
  writeCheckpoint(path, written);
  disposeCheckpoint(written);
  disposeCheckpoint(readCheckpoint(path));
  expect([tf.memory().numTensors, existsSync(path)]).toEqual([before, true]);
});

function checkpoint(parts: Partial<Checkpoint>): Checkpoint {
  return { epoch: 2, globalStep: 10, lightningRuntimeVersion: "0.1.0", stateDict: {}, ...parts };
}

/** Tensors as text. */
function plain(value: unknown): unknown {
  if (value instanceof tf.Tensor) return `${value.dtype} [${value.shape}]: ${value.dataSync()}`;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** A file with entries whose bytes are given as hexadecimal digits. */
function fileWith(
  entries: Readonly<Record<string, readonly [dtype: string, shape: readonly number[], hex: string]>>,
): string {
  const path = join(temporaryFolder(), "a.safetensors");
  let offset = 0;
  const described = Object.entries(entries).map(([name, [dtype, shape, hex]]) => {
    offset += hex.length / 2;
    return [name, { dtype, shape, data_offsets: [offset - hex.length / 2, offset] }];
  });
  const data = Buffer.from(
    Object.values(entries)
      .map(([, , hex]) => hex)
      .join(""),
    "hex",
  );
  write(path, JSON.stringify(Object.fromEntries(described)), data);
  return path;
}

function write(path: string, json: string, data: Uint8Array): void {
  const bytes = Buffer.from(json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  writeFileSync(path, Buffer.concat([length, bytes, data]));
}

/** Puts another header before the four bytes of data. */
function header(json: string): (path: string) => void {
  return (path) => write(path, json, readFileSync(path).subarray(-4));
}

function ofCheckpoint(json: string): string {
  const a = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  return JSON.stringify({ __metadata__: { checkpoint: json }, a });
}

/** Overwrites the length (in hexadecimal digits) and the text of a header. */
function patch(path: string, length: string, text = ""): void {
  const bytes = readFileSync(path);
  bytes.write(length, 0, "hex");
  bytes.write(text, 8);
  writeFileSync(path, bytes);
}

function headerOf(path: string): Record<string, unknown> {
  const bytes = readFileSync(path);
  return JSON.parse(bytes.toString("utf8", 8, 8 + Number(bytes.readBigUInt64LE()))) as Record<string, unknown>;
}
