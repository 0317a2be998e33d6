// npm run bench -- NAME [--json] [--peers PYTHON] [--jsdebug FILE]: measures one thing in interleaved rounds and holds it against its budget.
import { readdirSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "./paths.mjs";
import { prepareBackend } from "./prepareBackend.mjs";
import { setUp } from "./setup.mjs";
import { main, StepError } from "./steps.mjs";

const folder = join(root, "test", "bench");
const {
  positionals: [name],
  values: { json, ...options },
} = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean" }, peers: { type: "string" }, jsdebug: { type: "string" } },
});

await main(async () => {
  const names = readdirSync(folder).flatMap((file) =>
    file.endsWith(".bench.mjs") ? [basename(file, ".bench.mjs")] : [],
  );
  if (!names.includes(name)) {
    throw new StepError(
      `${name === undefined ? "Which benchmark?" : `There is no benchmark ${name}.`} There is: ${names.join(", ")}.`,
    );
  }
  const print = process.stdout.write.bind(process.stdout);
  // What is measured prints too; standard output is for the result.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  await setUp();
  await prepareBackend();
  const { default: benchmark } = await import(pathToFileURL(join(folder, `${name}.bench.mjs`)).href);
  const { variants, rows, versions, close } = await benchmark(options);
  const samples = await measure(variants);
  await close?.();
  const result = { machine: machine(), versions: { node: process.versions.node, ...versions }, rows: rows(samples) };
  print(json ? `${JSON.stringify(result)}\n` : table(result, samples));
});

/**
 * Each round takes one sample of every variant, in turn, so that what else the machine does hits all alike. The first round warms up.
 * Gives for each variant its samples' median and minimum.
 */
async function measure({ rounds, ...measures }) {
  const samples = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measureOnce] of Object.entries(measures)) {
      const value = await measureOnce();
      if (round > 0) samples[name].push(value);
    }
  }
  return Object.fromEntries(
    Object.entries(samples).map(([name, values]) => {
      const sorted = [...values].sort((a, b) => a - b);
      return [name, { median: sorted[sorted.length >> 1], min: sorted[0], samples: values }];
    }),
  );
}

function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    load: loadAverage(),
  };
}

/** Work of others on the machine, which makes figures worse; null where the system does not tell. */
function loadAverage() {
  try {
    return Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]);
  } catch {
    return null;
  }
}

function table({ machine: { cpu, cores, load }, versions, rows }, samples) {
  const about = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const measured = Object.entries(samples).map(([name, { median, min }]) => [name, digits(median), digits(min)]);
  const held = rows.map(({ name, value, unit, baseline, figure, budget }) => [
    ...[
      name,
      `${digits(value)} ${unit}`,
      baseline === null ? "" : `${digits(baseline)} ${unit}`,
      digits(figure),
      String(budget),
    ],
    figure <= budget ? "within" : "OVER",
  ]);
  return [
    `${cpu}, ${cores} cores, load ${load}; ${about.join(", ")}`,
    "",
    ...aligned([["measured", "median", "minimum"], ...measured]),
    "",
    ...aligned([["row", "value", "baseline", "figure", "budget", ""], ...held]),
    "",
  ].join("\n");
}

function aligned(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd(),
  );
}

function digits(value) {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
