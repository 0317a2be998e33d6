import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installNode24 } from "../../../scripts/vscode/node24.mjs";
import { experiment } from "../../experiment.js";
import { DapClient } from "./dapClient.js";
import { isAlive } from "./processes.js";

const MODEL = `import { functional as F, LightningModule, nn, optim, tf } from "lightning-runtime";

export class Net extends LightningModule {
  layer = new nn.Linear(3, 2);

  constructor(private readonly lr: number = 0.1) {
    super();
  }

  trainingStep([x, y]: [tf.Tensor2D, tf.Tensor1D], batchIdx: number) {
    const logits = this.layer.forward(x);
    const loss: tf.Tensor = F.crossEntropy(logits, y);
    this.log("train_loss", loss);
    return loss;
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: this.lr });
  }
}
`;

const MAIN = `import { tf, Trainer } from "lightning-runtime";
import { Net } from "./model.ts";

const batches = Array.from({ length: 4 }, () => [tf.ones([5, 3]), tf.tensor1d([0, 1, 0, 1, 0], "int32")]);
const loader = { length: 4, [Symbol.iterator]: () => batches[Symbol.iterator]() };
(globalThis as Record<string, unknown>).countTensors = () => tf.memory().numTensors;
await new Trainer({ maxEpochs: Number(process.env.EPOCHS ?? 1), logger: false, enableProgressBar: false, enableModelSummary: false }).fit(new Net(), { trainDataloaders: loader });
console.log("numTensors", tf.memory().numTensors);
`;

/** TypeScript that is more than types to take away. */
const LINES = `import { tf } from "lightning-runtime";

enum Kind { Small = 1, Large = 2 }
type Sizes = Record<string, number>;

class Counter<T extends Sizes> {
  constructor(private readonly sizes: T, public kind: Kind = Kind.Small) {
    this.sizes = sizes;
  }
  async count(): Promise<number> {
    const values = Object.values(this.sizes)
      .filter((size): size is number => size > 0)
      .map((size) => {
        return size * this.kind;
      });
    await Promise.resolve();
    return values.reduce((a, b) => a + b, 0);
  }
}
const counter = new Counter({ a: 1 } satisfies Sizes, Kind.Large);
const total = await counter.count();

function report(value: number): void {
  console.log("total", value, tf.memory().numTensors);
}
report(total);
`;

describe("a debug session", () => {
  it("stops in a TypeScript trainingStep on the very line, with readable tensors, steps, and goes on to the end", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu" } },
      { [join(folder, "model.ts")]: [{ line: 12, hitCondition: "2" }] },
    );

    const stop = await client.stoppedAt();
    expect(`${stop.reason}: ${stop.place}`).toBe("breakpoint: Net.trainingStep model.ts:12");
    // Node 24 leaves out what has no value yet.
    expect((await client.locals(stop.frameId)).filter((line) => line !== "loss = undefined")).toEqual([
      expect.stringContaining("x = Tensor float32[5,3]"),
      expect.stringContaining("y = Tensor int32[5]"),
      "batchIdx = 1",
      expect.stringContaining("logits = Tensor float32[5,2]"),
    ]);
    expect(await client.evaluate("x.sum().dataSync()[0]", stop.frameId)).toBe("15");

    await client.request("next", { threadId: 1 });
    const after = await client.stoppedAt();
    expect(`${after.reason}: ${after.place}`).toBe("step: Net.trainingStep model.ts:13");
    expect(await client.evaluate("loss", after.frameId)).toContain("Tensor float32");

    await client.request("next", { threadId: 1 });
    const atReturn = await client.stoppedAt();
    expect([atReturn.place, ...(await client.locals(atReturn.frameId))]).toEqual([
      "Net.trainingStep model.ts:14",
      expect.stringContaining("x = Tensor float32[5,3]"),
      expect.stringContaining("y = Tensor int32[5]"),
      "batchIdx = 1",
      expect.stringContaining("logits = Tensor float32[5,2]"),
      expect.stringContaining("loss = Tensor float32"),
    ]);

    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.join("")).toContain("numTensors 10\n");
  });

  it("steps into a function of the user's and out of it; the runtime's frames stand back", async () => {
    const folder = experiment({
      "main.ts": MAIN,
      "model.ts": MODEL.replace("const logits = this.layer.forward(x);", "const logits = this.scores(x);").replace(
        "  configureOptimizers",
        "  scores(x: tf.Tensor2D): tf.Tensor2D {\n    const scores = this.layer.forward(x) as tf.Tensor2D;\n    return scores.mul(2);\n  }\n\n  configureOptimizers",
      ),
    });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu" } },
      { [join(folder, "model.ts")]: [{ line: 11 }] },
    );
    await client.stoppedAt();

    await client.request("stepIn", { threadId: 1 });
    expect((await client.stoppedAt()).place).toBe("Net.scores model.ts:18");
    const frames = (await client.stack()).map(({ name, source }) => `${name} ${source?.presentationHint ?? "normal"}`);
    expect(frames.slice(0, 2)).toEqual(["Net.scores normal", "Net.trainingStep normal"]);
    expect(frames.at(2)).toContain("deemphasize");

    await client.request("stepOut", { threadId: 1 });
    expect((await client.stoppedAt()).place).toMatch(/^Net.trainingStep model.ts:1[12]$/);
    await client.request("disconnect");
  });

  it("pauses a training that goes on, in the user's own code, and lets it go on", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu", EPOCHS: "100000" } },
      { [join(folder, "model.ts")]: [{ line: 11, hitCondition: "3" }] },
    );
    await client.stoppedAt();
    await client.request("continue", { threadId: 1 });

    // Many times: compiled code that never looks whether it should pause was missed every third time.
    for (let i = 0; i < 20; i++) {
      await client.request("pause", { threadId: 1 });
      const { reason, place } = await client.stoppedAt();
      expect(`${reason} ${place}`).toMatch(/^pause (Net.trainingStep model.ts:1\d|\S+ main.ts:5)$/);
      await client.request("continue", { threadId: 1 });
    }

    await client.request("terminate");
    await client.event("terminated");
  });

  it("stops on the first line of the program when it is asked to", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch({ program: join(folder, "main.ts"), stopOnEntry: true, env: { LIGHTNING_BACKEND: "cpu" } });

    const { reason, place } = await client.stoppedAt();
    expect(`${reason} ${place}`).toBe("entry (anonymous) main.ts:4");

    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });

  it("lets a watch compute with tensors without leaking them, and says why one cannot be evaluated", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu" } },
      { [join(folder, "model.ts")]: [{ line: 13 }] },
    );
    const tensors = async (frameId: number) => Number(await client.evaluate("globalThis.countTensors()", frameId));
    const first = await client.stoppedAt();
    const before = await tensors(first.frameId);
    for (let i = 0; i < 5; i++)
      expect(await client.evaluate("x.mul(2).sum()", first.frameId)).toBe("Tensor float32 30");
    await expect(client.evaluate("nothing.at.all", first.frameId)).rejects.toThrow(
      "ReferenceError: nothing is not defined",
    );

    await client.request("continue", { threadId: 1 });
    const second = await client.stoppedAt();

    // The second step has the gradients of the first one, of two parameters.
    expect((await tensors(second.frameId)) - before).toBe(2);
    await client.request("disconnect");
  });

  it.each([
    ["the Node that runs the tests", async () => process.execPath],
    ["Node 24", async () => join(await installNode24(), "bin", "node")],
  ])("stops on the very lines on %s, whatever TypeScript stands before them", async (_, node) => {
    const lines = [8, 11, 14, 17, 20, 24];
    const folder = experiment({ "main.ts": LINES });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), runtimeExecutable: await node(), env: { LIGHTNING_BACKEND: "cpu" } },
      { [join(folder, "main.ts")]: lines.map((line) => ({ line })) },
    );

    const stops: string[] = [];
    for (const _line of lines) {
      stops.push((await client.stoppedAt()).place.replace(/^.*:/, ""));
      await client.request("continue", { threadId: 1 });
    }

    expect(stops.map(Number)).toEqual([20, 8, 11, 14, 17, 24]);
    await client.event("terminated");
  });

  it("ends the program when it is terminated while paused", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu", EPOCHS: "100000" } },
      { [join(folder, "model.ts")]: [{ line: 12 }] },
    );
    const { frameId } = await client.stoppedAt();
    const pid = Number(await client.evaluate("process.pid", frameId));

    await client.request("terminate");
    await client.event("terminated");

    expect(isAlive(pid)).toBe(false);
  });

  it("ends by force a program that does not end when it is asked to", async () => {
    const endless = MODEL.replace("const logits", "for (; x.rank > 0; ) {}\n    const logits");
    const folder = experiment({ "main.ts": MAIN, "model.ts": endless });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu" } },
      { [join(folder, "model.ts")]: [{ line: 11 }] },
    );
    const { frameId } = await client.stoppedAt();
    const pid = Number(await client.evaluate("process.pid", frameId));
    await client.request("setBreakpoints", { source: { path: join(folder, "model.ts") }, breakpoints: [] });
    await client.request("continue", { threadId: 1 });

    await client.request("terminate");
    await client.event("terminated");

    expect(isAlive(pid)).toBe(false);
  });

  it("leaves no process when the editor is killed while the program is paused", async () => {
    const folder = experiment({ "main.ts": MAIN, "model.ts": MODEL });
    const client = DapClient.start();
    await client.launch(
      { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu", EPOCHS: "100000" } },
      { [join(folder, "model.ts")]: [{ line: 12 }] },
    );
    const { frameId } = await client.stoppedAt();
    const pid = Number(await client.evaluate("process.pid", frameId));

    client.process.kill("SIGKILL");

    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  it("says what to do when Node or the runtime is not there", async () => {
    const folder = experiment({ "main.ts": MAIN });
    const launch = (attributes: object) =>
      DapClient.start().launch({ program: join(folder, "main.ts"), ...attributes });

    await expect(launch({ runtimeExecutable: "no-such-node" })).rejects.toThrow(
      "`no-such-node` could not be started (spawn no-such-node ENOENT). Install Node 20.19 or later, or set `runtimeExecutable` or the setting `lightning.nodePath` to it.",
    );
    await expect(launch({ program: join(folder, "other.ts") })).rejects.toThrow(
      `There is no file ${join(folder, "other.ts")}. Correct \`program\` in .vscode/launch.json.`,
    );
  });
});
