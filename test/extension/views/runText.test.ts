import { describe, expect, it } from "vitest";
import { Run } from "../../../extension/runs/run.js";
import { describeRuns, durationText, headline, runDetail } from "../../../extension/views/runText.js";
import type { RunFile } from "../../../runtime/protocol/runFile.js";
import { temporaryFolder } from "../../temporaryFolder.js";

const STARTED = { startedAt: "2026-01-01T00:00:00Z", endedAt: "2026-01-01T00:01:00Z" };

describe("a run in words", () => {
  it("says how far it is", async () => {
    const running = { status: "running", pid: process.pid, epoch: 2, maxEpochs: 12 } as const;

    expect(await detail({ ...running, etaSeconds: 40 })).toBe("epoch 3/12 · 40 s left");
    expect(await detail({ ...running, maxEpochs: null })).toBe("epoch 3");
    expect(await detail({ ...STARTED, status: "finished", epoch: 12, maxEpochs: 12 })).toBe("epoch 12/12 · 60 s");
    expect(await detail({ ...STARTED, status: "finished", fn: "test", epoch: 12, maxEpochs: 12 })).toBe(
      "epoch 12/12 · 60 s",
    );
    expect(await detail({ ...STARTED, status: "finished", fn: "test", epoch: 0 })).toBe("test · 60 s");
  });

  it("says why it failed", async () => {
    const error = { name: "Error", message: "Shapes differ: [2] and [3]\nmore", stack: null, file: null, line: null };

    expect(await detail({ status: "failed", error })).toBe("Shapes differ: [2] and [3]");
  });

  it("has the metric that says most as its headline", async () => {
    const of = async (header: string, row: string) => headline(await runOf({}, `${header}\n${row}\n`));

    expect(await of("step,train_loss,val_loss,val_acc,test_acc", "9,1,2,0.5,0.98765")).toBe("test_acc 0.9877");
    expect(await of("step,train_loss,val_loss", "9,1,2")).toBe("val_loss 2");
    expect(await of("step,loss", "9,1e-7")).toBe("loss 1e-7");
    expect(await of("step", "9")).toBe("");
  });

  it("lists its metrics with their last, smallest and largest value", async () => {
    const [described] = describeRuns([await runOf({}, "step,loss,acc\n0,3,nan\n1,1,\n2,2,\n")]);
    const { metrics, status } = described ?? {};

    expect(status).toBe("finished");
    expect(metrics).toEqual([
      { name: "acc", last: null, min: null, max: null, nonFinite: 1 },
      { name: "loss", last: 2, min: 1, max: 3, nonFinite: 0 },
    ]);
  });

  it("has its experiment's name before its own where there are several experiments", () => {
    const runs = ["/ws/digits/lightning_logs/version_0", "/ws/other/lightning_logs/version_0"].map(
      (path) => new Run(path),
    );

    expect(describeRuns(runs).map(({ name }) => name)).toEqual(["digits/version_0", "other/version_0"]);
    expect(describeRuns(runs.slice(1)).map(({ name }) => name)).toEqual(["version_0"]);
  });

  it("gives times in the unit that reads best", () => {
    expect([5, 89, 90, 5300, 7500].map(durationText)).toEqual(["5 s", "89 s", "2 min", "88 min", "2 h 5 min"]);
  });
});

async function detail(file: Partial<RunFile>): Promise<string> {
  return runDetail(await runOf(file));
}

async function runOf(file: Partial<RunFile>, metrics = "step\n"): Promise<Run> {
  const whole = { version: 1, status: "finished", fn: "fit", stage: null, epoch: 1, pid: 1, ...file };
  const run = new Run(temporaryFolder({ "run.json": JSON.stringify(whole), "metrics.csv": metrics }));
  await run.refresh();
  return run;
}
