import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { experiment } from "../../experiment.js";
import { Lightning, lightning, runFile } from "./lightning.js";

const MODEL = `import { functional as F, LightningModule, nn, optim, type tf } from "lightning-runtime";

export class Net extends LightningModule {
  layer = new nn.Linear(3, 1);

  trainingStep([x]: [tf.Tensor2D], batchIdx: number) {
    const loss: tf.Tensor = this.layer.forward(x).square().mean();
    this.log("train_loss", loss);
    return loss;
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.01 });
  }
}
`;

const LOADER = `{ length: 10, *[Symbol.iterator]() { for (let i = 0; i < 10; i++) yield [tf.ones([5, 3])]; } }`;

/** A program that trains until it is stopped; \`hook\` is the body of its \`onTrainBatchEnd\`. */
function endless(hook: string): Record<string, string> {
  return {
    "model.ts": MODEL,
    "main.ts": `import { tf, Trainer } from "lightning-runtime";
import { Net } from "./model.ts";

class Endless extends Net {
  onTrainBatchEnd() { ${hook} }
}
await new Trainer({ maxEpochs: -1, logEveryNSteps: 1, enableModelSummary: false }).fit(new Endless(), { trainDataloaders: ${LOADER} });
`,
  };
}

const READY = `if (this.globalStep === 15) console.log("training");`;

test.each([
  ["process", "SIGINT", 130],
  ["group", "SIGINT", 130],
  ["process", "SIGTERM", 143],
  ["group", "SIGHUP", 129],
] as const)(
  "%s gets %s: the run ends after the batch as interrupted, with whole files and no process left",
  async (to, signal, exitCode) => {
    const folder = experiment(endless(READY));
    const run = new Lightning(folder, ["run", "main.ts"]);
    await run.says("training");
    run.kill(to, signal);
    const { code, out, err } = await run.ended();
    expect(code).toBe(exitCode);
    expect(out).toContain("Stopping after this batch … (once more to stop at once)");
    expect(err).toBe(`The run was interrupted by ${signal}.\n`);
    expect(JSON.parse(runFile(folder, "run.json"))).toMatchObject({ status: "interrupted", error: null });
    expect(runFile(folder, "metrics.csv")).toMatch(/^epoch,step,train_loss\r\n(\d+,\d+,[\d.e-]+\r\n){15,}$/);
    await vi.waitFor(() => expect(run.isGroupAlive).toBe(false));
  },
);

test("Ctrl-C under `npm run` arrives twice and counts once", async () => {
  const folder = experiment(endless(READY));
  const run = new Lightning(folder, ["run", "main.ts"]);
  await run.says("training");
  run.kill("process", "SIGINT");
  run.kill("process", "SIGINT");
  expect((await run.ended()).err).toBe("The run was interrupted by SIGINT.\n");
  expect(JSON.parse(runFile(folder, "run.json"))).toMatchObject({ status: "interrupted" });
});

test("a step that throws shows the user's own line first, and marks the run failed with it", async () => {
  const folder = experiment({
    ...endless(""),
    "model.ts": MODEL.replace(
      "const loss: tf.Tensor = ",
      `if (batchIdx === 3) throw new RangeError("no such batch");\n    const loss = `,
    ),
  });
  const { code, err } = await lightning(folder, ["run", "main.ts"]);
  const file = join(folder, "model.ts");
  expect(code).toBe(1);
  expect(err.split("\n").slice(0, 2)).toEqual([`${file}:7:31`, "RangeError: no such batch"]);
  expect(JSON.parse(runFile(folder, "run.json"))).toMatchObject({
    status: "failed",
    error: { name: "RangeError", message: "no such batch", file, line: 7 },
  });
});

test.each([
  ["an error in a timer", `setTimeout(() => { throw new Error("late"); }, 0)`, "failed", "late"],
  ["a promise that nobody awaits", `Promise.reject(new Error("lost"))`, "failed", "lost"],
])("%s ends the program, and the run is marked failed", async (_what, code, status, message) => {
  const folder = experiment(endless(code));
  const ended = await lightning(folder, ["run", "main.ts"]);
  expect(ended.code).toBe(1);
  expect(ended.err.split("\n")[0]).toBe(`${join(folder, "main.ts")}:5:${ended.err.match(/:5:(\d+)/)?.[1]}`);
  expect(JSON.parse(runFile(folder, "run.json"))).toMatchObject({ status, error: { message } });
});

test("a program that leaves in the middle of a run marks it interrupted", async () => {
  const folder = experiment(endless(`process.exit(7)`));
  expect((await lightning(folder, ["run", "main.ts"])).code).toBe(7);
  expect(JSON.parse(runFile(folder, "run.json"))).toMatchObject({ status: "interrupted" });
});

test("the program gets its arguments, and its exit code is the command's", async () => {
  const folder = experiment({
    "main.ts": `const args: string[] = process.argv.slice(2);\nconsole.log(args.join("|"));\nprocess.exitCode = 3;\n`,
  });
  expect(await lightning(folder, ["run", "main.ts", "--lr", "a b"])).toEqual({ code: 3, out: "--lr|a b\n", err: "" });
});

test.each([
  [[], "lightning run needs a program: `lightning run main.ts`.\n"],
  [
    ["gone.ts"],
    /^lightning run gone\.ts: there is no such file in .*\. Give the path of the experiment's main\.ts\.\n$/,
  ],
])("`lightning run %s` says what is missing", async (args, message) => {
  const { code, err } = await lightning(experiment({}), ["run", ...args]);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
