import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { Run } from "../../../extension/runs/run.js";
import { RunStore } from "../../../extension/runs/runStore.js";
import type { RunFile } from "../../../runtime/protocol/runFile.js";
import { temporaryFolder } from "../../temporaryFolder.js";

describe("a run", () => {
  it("says what its run.json says, once it has been read", async () => {
    const run = await runOf({ "run.json": runJson({ status: "finished", pid: 1 }) });

    expect([run.state, run.file?.epoch]).toEqual(["finished", 3]);
  });

  it("was interrupted when it says that it is running and its process has gone", async () => {
    const [running, gone] = [process.pid, 2 ** 30];

    expect((await runOf({ "run.json": runJson({ status: "running", pid: running }) })).state).toBe("running");
    expect((await runOf({ "run.json": runJson({ status: "running", pid: gone }) })).state).toBe("interrupted");
  });

  it("is of unknown state without a run.json, as those of Python's Lightning are, and with one that is none", async () => {
    expect((await runOf({ "metrics.csv": "step,loss\n0,1\n" })).state).toBe("unknown");
    expect((await runOf({ "run.json": '{"version": 99}' })).state).toBe("unknown");
  });

  it("keeps Python's hyperparameters as text, whatever their tags", async () => {
    const run = await runOf({
      "hparams.yaml": "lr: 0.001\nact: !!python/name:torch.nn.ReLU ''\nsizes: [1, 2]\nname: null\n",
    });

    expect(run.hparams).toEqual([
      ["lr", "0.001"],
      ["act", ""],
      ["sizes", "[1,2]"],
      ["name", "null"],
    ]);
  });

  it("tells when something has changed, and only then", async () => {
    const run = await runOf({ "metrics.csv": "step,loss\n0,1\n" });
    const again = await run.refresh();
    writeFileSync(run.metrics.path, "step,loss\n0,1\n1,2\n");

    expect([again, await run.refresh()]).toEqual([false, true]);
  });
});

describe("the runs of a workspace", () => {
  it("are listed newest first, and each change is told", async () => {
    const folder = temporaryFolder({
      "a/run.json": runJson({ startedAt: "2026-01-01T00:00:00Z" }),
      "b/run.json": runJson({ startedAt: "2026-02-01T00:00:00Z" }),
    });
    const store = new RunStore();
    const told: string[] = [];
    store.changed.on((runs) => told.push(...runs.map((run) => run.name)));
    for (const name of ["a", "b", "a"]) await store.refresh(join(folder, name));
    store.remove(join(folder, "b"));

    expect([told, store.runs.map((run) => run.name)]).toEqual([["a", "b", "b"], ["a"]]);
  });
});

it("takes a new folder for a run as soon as one of its files is there", async () => {
  const folder = temporaryFolder();
  const store = new RunStore(10);
  onTestFinished(() => store.dispose());
  await store.refresh(folder);
  const before = store.runs.length;
  const appeared = new Promise<readonly Run[]>((resolve) => store.changed.on(resolve));
  writeFileSync(join(folder, "metrics.csv"), "step,loss\n0,1\n");

  expect([before, (await appeared).map((run) => run.folder)]).toEqual([0, [folder]]);
});

async function runOf(files: Readonly<Record<string, string>>): Promise<Run> {
  const run = new Run(temporaryFolder(files));
  await run.refresh();
  return run;
}

function runJson(fields: Partial<RunFile>): string {
  return JSON.stringify({
    version: 1,
    status: "finished",
    fn: "fit",
    stage: null,
    epoch: 3,
    maxEpochs: 3,
    pid: 1,
    ...fields,
  });
}
