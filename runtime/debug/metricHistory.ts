import type { Names } from "./batchCondition.js";
import { BatchCondition } from "./batchCondition.js";
import { valueText } from "./numberText.js";

type Metrics = Readonly<Record<string, number>>;

/** Metrics of which more is better, unless a callback says otherwise. */
const BETTER_HIGHER =
  /acc|auc|auroc|f1|precision|recall|iou|dice|score|r2|psnr|ssim|map|bleu|rouge|cosine|corr|kappa|reward/i;

/** What the metrics of a run were while somebody watches them. */
export class MetricHistory {
  readonly #last = new Map<string, number>();
  /** Before the last change. */
  readonly #bestBefore = new Map<string, number>();
  readonly #best = new Map<string, number>();

  /** @param modes `min` or `max` of metrics that callbacks monitor. */
  constructor(private readonly modes: ReadonlyMap<string, "min" | "max">) {}

  /** @returns the names of those that have another value than before. */
  update(metrics: Metrics): Set<string> {
    const changed = new Set<string>();
    for (const [name, value] of Object.entries(metrics)) {
      if (this.#last.has(name) && Object.is(this.#last.get(name), value)) continue;
      changed.add(name);
      this.#last.set(name, value);
      const best = this.#best.get(name);
      if (best !== undefined) this.#bestBefore.set(name, best);
      if (!Number.isNaN(value)) this.#best.set(name, best === undefined ? value : this.#better(name, best, value));
    }
    return changed;
  }

  /** The best value that a metric had before it got its present one; NaN: there was none. */
  bestBefore(name: string): number {
    return this.#bestBefore.get(name) ?? Number.NaN;
  }

  #better(name: string, a: number, b: number): number {
    const mode = this.modes.get(name) ?? (BETTER_HIGHER.test(name) ? "max" : "min");
    return mode === "max" ? Math.max(a, b) : Math.min(a, b);
  }
}

/** A condition over metrics: it stops when one that it names has changed, and when it begins to hold. */
export class MetricCondition {
  readonly condition: BatchCondition;
  #held = false;

  /** @throws SyntaxError */
  constructor(readonly text: string) {
    this.condition = new BatchCondition(text);
  }

  /** @returns what to tell the user when it holds, such as `val_loss > 2 * best (val_loss 3.2, best 1.1)`; null: it does not. */
  hit(metrics: Metrics, changed: ReadonlySet<string>, history: MetricHistory, names: Names): string | null {
    const named = this.condition.names.filter((name) => Object.hasOwn(metrics, name));
    const [first] = named;
    const best = first === undefined ? Number.NaN : history.bestBefore(first);
    const isNew = named.some((name) => changed.has(name));
    const held = this.#held;
    this.#held = this.condition.holds({ ...names, ...metrics, best, metrics });
    // One over the epoch, too, may begin to hold while its metric stays as it is.
    if (!this.#held || (held && !isNew)) return null;
    const shown = [
      ...named.map((name) => `${name} ${valueText(metrics[name] ?? Number.NaN)}`),
      ...(this.condition.names.includes("best") ? [`best ${valueText(best)}`] : []),
    ];
    return `${this.text}${shown.length === 0 ? "" : ` (${shown.join(", ")})`}`;
  }
}
