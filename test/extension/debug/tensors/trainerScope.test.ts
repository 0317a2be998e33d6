import { join } from "node:path";
import { expect, it } from "vitest";
import { experiment } from "../../../experiment.js";
import { DapClient } from "../dapClient.js";
import { rows, scope, stopIn } from "./tensorProgram.js";

/** Numbers that differ from run to run are left out. */
const plain = ({ name, value }: { name: string; value: string }) =>
  `${name} = ${value.replace(/(\d+ tensors), .*/, "… tensors").replace(/(_loss\S*) [\d.e-]+/g, "$1 …")}`;

it("a scope of its own says where the Trainer is", async () => {
  const stop = await stopIn("", "6");
  const shown = await scope(stop, "Trainer");
  expect(shown.map(plain)).toEqual([
    "stage = fit · train",
    "epoch = 1 (0–2)",
    "batchIdx = 1 (0–3)",
    "globalStep = 5",
    "learning rate = 0.1",
    "metrics = train_loss …, val_loss …",
    "batch = (2) [Tensor float32[5,3], Tensor int32[5]]",
    "memory = … tensors",
    "model = Net 8 params, train",
    "optimizer = Adam lr 0.1, 2 parameters",
    expect.stringMatching(/^trainer = Trainer/),
  ]);
  const below = async (name: string) => rows(stop, shown.find((row) => row.name === name)?.variablesReference ?? 0);
  expect((await below("batch")).slice(1)).toEqual([
    "0 = Tensor float32[5,3] μ 1 σ 0 min 1 max 1",
    "1 = Tensor int32[5] μ 0.4 σ 0.49 min 0 max 1",
  ]);
  expect((await below("metrics")).map((row) => row.replace(/ = .*/, ""))).toEqual(["train_loss", "val_loss"]);
  expect((await below("memory")).map((row) => row.replace(/ = .*/, ""))).toEqual([
    "tensors",
    "data buffers",
    "of tensors",
    "of the process",
  ]);
  await stop.client.request("disconnect");
});

it("there is none when no Trainer runs", async () => {
  const folder = experiment({
    "main.ts": `import { Trainer } from "lightning-runtime";\nconst trainer = new Trainer({ logger: false });\nconsole.log(trainer.maxEpochs);\n`,
  });
  const client = DapClient.start();
  await client.launch(
    { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu" } },
    { [join(folder, "main.ts")]: [{ line: 3 }] },
  );
  const { frameId } = await client.stoppedAt();
  const { scopes } = (await client.request("scopes", { frameId })) as unknown as { scopes: { name: string }[] };
  expect(scopes.map(({ name }) => name)).not.toContain("Trainer");
  await client.request("disconnect");
});
