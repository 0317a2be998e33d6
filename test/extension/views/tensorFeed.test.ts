import { expect, test } from "vitest";
import { TensorFeed } from "../../../extension/views/tensorFeed.js";
import type { TensorMessage } from "../../../media/messages.js";
import { type Stop, stopIn, watch } from "../debug/tensors/tensorProgram.js";

test("a view gets its tensor and its blocks from the paused program", async () => {
  const { stop, feed, received } = await feedOf("const t = tf.range(0, 6).reshape([2, 3]);", "t");
  await feed.answer({ kind: "ready" });
  await feed.answer({ kind: "block", id: 7, begin: [0, 1], size: [2, 2] });
  const [tensor, stale, block] = received;
  expect([tensor, stale, feed.title]).toMatchObject([
    { kind: "tensor", tensor: { name: "t", dtype: "float32", shape: [2, 3], statistics: { max: 5 } } },
    { kind: "stale", why: null },
    "t [2, 3]",
  ]);
  expect(block?.kind === "block" ? [block.id, ...new Float32Array(block.data)] : block).toEqual([7, 1, 2, 4, 5]);
  await stop.client.request("disconnect");
});

test("it comes anew at each stop; what is not there any more is said", async () => {
  const { stop, feed, received } = await feedOf("const t = tf.scalar(batchIdx);", "t");
  await feed.answer({ kind: "ready" });
  feed.continued();
  const next = await stop.next();
  await feed.answer({ kind: "block", id: 1, begin: [], size: [] });
  await feed.stopped(next.frameId);
  const texts = received.map((message) => {
    if (message.kind === "tensor") return message.tensor.text;
    return message.kind === "stale" ? message.why : message.kind === "failed" ? message.message : message.kind;
  });
  const runs = "The program runs. These are the values of its last stop.";
  expect(texts).toEqual(["Tensor float32 0", null, runs, runs, "Tensor float32 1", null]);

  const lost = await feedAt(next, "t", "gone.by.now");
  await lost.feed.answer({ kind: "ready" });
  await lost.feed.stopped(next.frameId);
  lost.feed.ended();
  expect(lost.received.flatMap((message) => (message.kind === "stale" ? [message.why] : []))).toEqual([
    null,
    "These are the values of an earlier stop: `gone.by.now` is no tensor here.",
    "The debug session has ended. These are the values of its last stop.",
  ]);
  await stop.client.request("disconnect");
});

test("it is copied as JSON, and saved as a file that NumPy reads", async () => {
  const { stop, feed, desk } = await feedOf('const t = tf.tensor2d([[1, 2, 3], [4, 5, 6]], [2, 3], "int32");', "t");
  await feed.answer({ kind: "ready" });
  await feed.answer({ kind: "copyJson" });
  await feed.answer({ kind: "saveNpy" });
  expect(desk.copied).toEqual(["[[1,2,3],\n[4,5,6]]"]);
  const [name, content] = desk.saved[0] ?? ["", Buffer.alloc(0)];
  const header = content.subarray(10, 10 + content.readUInt16LE(8)).toString("latin1");
  expect([name, content.subarray(0, 8), header.trim(), (10 + header.length) % 64]).toEqual([
    "t.npy",
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]),
    "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }",
    0,
  ]);
  expect([...new Int32Array(Uint8Array.from(content.subarray(10 + header.length)).buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
  await stop.client.request("disconnect");
});

test("what cannot be had is said", async () => {
  const { stop, feed, received } = await feedOf('const t = tf.tensor1d(["a", "b"]);', "t");
  await feed.answer({ kind: "ready" });
  await feed.answer({ kind: "saveNpy" });
  await feed.answer({ kind: "block", id: 2, begin: [0], size: [2] });
  expect(received.slice(2)).toEqual([
    { kind: "failed", id: null, message: "A .npy file cannot hold values of type string. Copy them as JSON." },
    { kind: "strings", id: 2, values: ["a", "b"] },
  ]);
  await stop.client.request("disconnect");
});

async function feedOf(lines: string, expression: string) {
  return feedAt(await stopIn(lines), expression, expression);
}

/** A view's feed on a real session. */
async function feedAt(stop: Stop, expression: string, evaluateName: string) {
  const { variablesReference, memoryReference = null } = await watch(stop, expression);
  const received: TensorMessage[] = [];
  const desk = { copied: [] as string[], saved: [] as [string, Buffer][] };
  const feed = new TensorFeed(
    { customRequest: (command, args) => stop.client.request(command, args) },
    { name: expression, evaluateName, variablesReference, memoryReference },
    {
      copy: async (text) => void desk.copied.push(text),
      save: async (name, content) => {
        const parts: Uint8Array[] = [];
        for await (const part of content()) parts.push(part);
        desk.saved.push([name, Buffer.concat(parts)]);
      },
    },
    (message) => received.push(message),
  );
  return { stop, feed, received, desk };
}
