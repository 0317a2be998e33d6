import { camel, type GoldenEvent } from "./goldenCase.js";

/**
 * One event as a line, indented by the hooks that run around it:
 * `module.trainingStep(batchIdx=0) | train, epoch 0, step 0 | mode=train loss=0.0052`.
 */
export function eventLine(event: GoldenEvent): string {
  const args = Object.entries(event.args)
    .filter(([name]) => !["optimizer_closure", "device"].includes(name))
    .map(([name, value]) => `${camel(name)}=${valueText(value)}`)
    .join(", ");
  const facts = [
    ...(event.train_mode === undefined ? [] : [`mode=${event.train_mode ? "train" : "eval"}`]),
    ...(event.loss === undefined ? [] : [`loss=${valueText(event.loss)}`]),
    ...(event.weights_after === undefined ? [] : [`weights=${valueText(event.weights_after)}`]),
    ...(event.lr_after === undefined ? [] : [`lr=${valueText(event.lr_after)}`]),
    ...(event.grad_norm_after === undefined ? [] : [`norm=${valueText(event.grad_norm_after)}`]),
    ...metricsText("callback", event.callback_metrics),
    ...metricsText("logged", event.logged_metrics),
    ...metricsText("bar", event.progress_bar_metrics),
  ];
  const where = `${event.stage}, epoch ${event.epoch}, step ${event.step}`;
  return [`${"  ".repeat(event.depth)}${event.owner}.${camel(event.hook)}(${args})`, where, facts.join(" ")]
    .join(" | ")
    .replace(/ \| $/, "");
}

function metricsText(name: string, metrics: Readonly<Record<string, number | string>> | undefined): string[] {
  if (metrics === undefined) return [];
  const entries = Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1));
  return [`${name}={${entries.map(([key, value]) => `${key}: ${valueText(value)}`).join(", ")}}`];
}

/** Numbers as the records have them; error classes differ between the languages. */
export function valueText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(7)));
  if (typeof value === "string") return value.replace("LightningOptimizer:", "").replace(/^\w+Error: /, "Error: ");
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${valueText(inner)}`)
      .join(", ")}}`;
  return String(value);
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** Lines whose numbers are as near to the expected ones as float32 allows are shown as expected, so that only real differences show. */
export function nearLines(received: readonly string[], expected: readonly string[]): string[] {
  return received.map((line, i) => (isNear(line, expected[i] ?? "") ? (expected[i] as string) : line));
}

function isNear(a: string, b: string): boolean {
  if (a.replace(NUMBER, "#") !== b.replace(NUMBER, "#")) return false;
  const numbers = (text: string) => (text.match(NUMBER) ?? []).map(Number);
  const wanted = numbers(b);
  return numbers(a).every((value, i) => {
    const want = wanted[i] as number;
    return Math.abs(value - want) <= (Number.isInteger(want) ? 0 : 1e-6 + 1e-5 * Math.abs(want));
  });
}
