// What the debugger costs, beside the bare debug bridge that speaks the inspector's protocol with as few messages as there can be.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BareBridge } from "./debugger/bareBridge.mjs";
import { DapClient } from "./debugger/dapClient.mjs";
import { startJsDebug, stoppedInJsDebug } from "./debugger/jsDebug.mjs";
import { endlessStep, HOT_LINE, hotLoop, NEVER_LINE, STOP_LINE, training } from "./debugger/programs.mjs";
import { run } from "./firstStep.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const AT_A_TIME = 15;
const WATCH = "total * 2 + 1";

export default async function debuggerBenchmark({ jsdebug }) {
  const [stepped, hot, trained] = [endlessStep(), hotLoop(), training()];
  const bare = await BareBridge.launch(root, stepped, STOP_LINE);
  const ours = await stoppedSession(stepped);
  const peer = jsdebug === undefined ? null : await startJsDebug(jsdebug);
  const theirs = peer && (await stoppedInJsDebug(peer, stepped, STOP_LINE));
  return {
    variants: {
      rounds: 7,
      "launch bare": () => timed(async () => (await BareBridge.launch(root, stepped, STOP_LINE)).end()),
      launch: () => launch(stepped),
      "step bare": () => each(() => bare.step()),
      step: () => each(() => ours.step()),
      "watch bare": () => each(() => bare.evaluate(WATCH)),
      watch: () => watch(ours),
      "locals bare": () => afterEachStep(bare),
      locals: () => afterEachStep(ours),
      condition: () => debugged(hot, [{ line: HOT_LINE, condition: "i === -1" }]),
      alone: async () => resultOf(await run([cliOf(trained), "run", "main.ts"], trained)),
      attached: () => debugged(trained, [{ line: NEVER_LINE }]),
      ...(peer && {
        "launch js-debug": () => launchJsDebug(peer, stepped),
        "step js-debug": () => each(() => theirs.step()),
        "watch js-debug": () => watch(theirs),
        // Seconds each, with a tensor.
        "locals js-debug": () => afterEachStep(theirs, 1),
      }),
    },
    rows: (samples) =>
      [
        row("launch", "ms", samples.launch, samples["launch bare"], (a, b) => a / b, 1.2),
        row("step", "ms", samples.step, samples["step bare"], (a, b) => a - b, 2),
        row("watch", "ms", samples.watch, samples["watch bare"], (a, b) => a - b, 2),
        row("locals", "ms", samples.locals, samples["locals bare"], (a, b) => a - b, 15),
        absolute("locals_total", "ms", samples.locals, 30),
        absolute("condition_ns", "ns", samples.condition, 50),
        row("attached", "ms", samples.attached, samples.alone, (a, b) => a / b, 1.02),
      ].map((made) => {
        const beside = samples[`${made.name} js-debug`];
        return beside === undefined ? made : { ...made, jsdebug: beside.median };
      }),
    close: async () => {
      bare.end();
      await ours.end();
      await theirs?.end();
      peer?.close();
      for (const folder of [stepped, hot, trained]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of what is measured in the same round, the figure; of the rounds, the median. */
function row(name, unit, ours, bare, figureOf, budget) {
  const figures = ours.samples.map((value, round) => figureOf(value, bare.samples[round]));
  return { name, value: ours.median, unit, baseline: bare.median, figure: median(figures), budget };
}

function absolute(name, unit, { median: value }, budget) {
  return { name, value, unit, baseline: null, figure: value, budget };
}

/** From the launch request to an adapter that is there to the first stop. */
async function launch(folder) {
  const client = DapClient.start(root);
  await client.initialize();
  const time = await timed(async () => {
    await client.launch(folder, [{ line: STOP_LINE }]);
    await client.stopped();
  });
  await client.end();
  return time;
}

async function launchJsDebug(peer, folder) {
  let client;
  const time = await timed(async () => {
    client = await stoppedInJsDebug(peer, folder, STOP_LINE);
  });
  await client.end();
  return time;
}

async function watch(client) {
  const { stackFrames } = await client.request("stackTrace", { threadId: client.threadId, levels: 1 });
  const [{ id: frameId }] = stackFrames;
  return each(() => client.request("evaluate", { expression: WATCH, context: "watch", frameId }));
}

async function stoppedSession(folder) {
  const client = DapClient.start(root);
  await client.initialize();
  await client.launch(folder, [{ line: STOP_LINE }]);
  await client.stopped();
  return client;
}

/** What a program tells that runs to its end under the debugger. */
async function debugged(folder, breakpoints) {
  const client = DapClient.start(root);
  await client.initialize();
  await client.launch(folder, breakpoints);
  await client.event("terminated");
  await client.end();
  return resultOf(client.output);
}

function resultOf(output) {
  const result = /result (-?[\d.e+-]+)/.exec(output)?.[1];
  if (result === undefined) throw new Error(`The program did not tell its result:\n${output}`);
  return Number(result);
}

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function each(work) {
  const times = [];
  for (let i = 0; i < AT_A_TIME; i++) times.push(await timed(work));
  return median(times);
}

async function afterEachStep(session, count = AT_A_TIME) {
  const times = [];
  for (let i = 0; i < count; i++) {
    await session.step();
    times.push(await timed(() => session.locals()));
  }
  return median(times);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function cliOf(folder) {
  return join(folder, "node_modules", "lightning-runtime", "dist", "cli.js");
}
