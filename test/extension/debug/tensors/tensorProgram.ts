import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { experiment } from "../../../experiment.js";
import { DapClient } from "../dapClient.js";

const MAIN = `import { tf, Trainer } from "lightning-runtime";
import { Net } from "./model.ts";

const batches = Array.from({ length: 4 }, () => [tf.ones([5, 3]), tf.tensor1d([0, 1, 0, 1, 0], "int32")]);
const loader = { length: 4, [Symbol.iterator]: () => batches[Symbol.iterator]() };
(globalThis as Record<string, unknown>).countTensors = () => tf.memory().numTensors;
await new Trainer({ maxEpochs: 3, logger: false, enableProgressBar: false, enableModelSummary: false, numSanityValSteps: 0 }).fit(
  new Net(), { trainDataloaders: loader, valDataloaders: loader });
console.log("numTensors", tf.memory().numTensors);
`;

/** A stop in \`trainingStep\` of a model whose step has these lines; the last of them is where it stops. */
export function model(lines: string): string {
  return `import { functional as F, LightningModule, nn, optim, tf } from "lightning-runtime";

export class Net extends LightningModule {
  layer = new nn.Linear(3, 2);

  trainingStep([x, y]: [tf.Tensor2D, tf.Tensor1D], batchIdx: number) {
    const loss = F.crossEntropy(this.layer.forward(x), y);
    this.log("train_loss", loss);
    ${lines}
    return loss; // here
  }

  validationStep([x, y]: [tf.Tensor2D, tf.Tensor1D]) {
    this.log("val_loss", F.crossEntropy(this.layer.forward(x), y));
  }

  configureOptimizers() {
    return new optim.Adam(this.parameters(), { lr: 0.1 });
  }
}
`;
}

export interface Stop {
  readonly client: DapClient;
  readonly frameId: number;
  /** Goes on to the next stop. */
  next(): Promise<Stop>;
}

/** Starts it and stops at the line with the comment. */
export async function stopIn(lines: string, hitCondition = "1", env: object = {}): Promise<Stop> {
  const text = model(lines);
  const folder = experiment({ "main.ts": MAIN, "model.ts": text });
  const client = DapClient.start();
  const line = text.slice(0, text.indexOf("// here")).split("\n").length;
  await client.launch(
    { program: join(folder, "main.ts"), env: { LIGHTNING_BACKEND: "cpu", ...env } },
    { [join(folder, "model.ts")]: [{ line, hitCondition: `>= ${hitCondition}` }] },
  );
  return stop(client);
}

async function stop(client: DapClient): Promise<Stop> {
  const { frameId } = await client.stoppedAt();
  const next = async () => {
    await client.request("continue", { threadId: 1 });
    return stop(client);
  };
  return { client, frameId, next };
}

/** What a watch shows, with its references. */
export async function watch(
  { client, frameId }: Stop,
  expression: string,
): Promise<DebugProtocol.EvaluateResponse["body"]> {
  const body = await client.request("evaluate", { expression, frameId, context: "watch" });
  return body as unknown as DebugProtocol.EvaluateResponse["body"];
}

/** The rows below what a watch shows, as text; `\n` deep. */
export async function rowsOf(stop: Stop, expression: string, page: object = {}): Promise<string[]> {
  return rows(stop, (await watch(stop, expression)).variablesReference, page);
}

export async function rows({ client }: Stop, variablesReference: number, page: object = {}): Promise<string[]> {
  return (await variables(client, variablesReference, page)).map(({ name, value }) => `${name} = ${value}`);
}

export async function variables(
  client: DapClient,
  variablesReference: number,
  page: object = {},
): Promise<DebugProtocol.Variable[]> {
  const body = await client.request("variables", { variablesReference, ...page });
  return (body as unknown as DebugProtocol.VariablesResponse["body"]).variables;
}

/** The rows of a scope. */
export async function scope({ client, frameId }: Stop, name: string): Promise<DebugProtocol.Variable[]> {
  const { scopes } = (await client.request("scopes", { frameId })) as unknown as DebugProtocol.ScopesResponse["body"];
  return variables(client, scopes.find((scope) => scope.name === name)?.variablesReference ?? 0);
}
