import { requireOneOf, requireWhole } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { aligned } from "./levenshtein.js";
import { type Texts, textsOf } from "./words.js";

export interface EditDistanceOptions extends MetricOptions {
  /** What replacing a character costs; default 1. */
  readonly substitutionCost?: number;
  /** How the distances of the texts become one; default "mean". */
  readonly reduction?: "mean" | "sum" | "none" | null;
}

/** One number, or one for each text. */
export type EditDistanceValue<O> = O extends { readonly reduction: "none" | null } ? number[] : number;

/** Characters that must be changed to make the target of a text (torchmetrics/functional/text/edit.py). */
export class EditDistance<O extends EditDistanceOptions = EditDistanceOptions> extends Metric<EditDistanceValue<O>> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private distances: number[] | null = null;
  private total = 0;
  private count = 0;
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, { substitutionCost: 1, reduction: "mean" as string | null });
    requireWhole(this, "substitutionCost", this.options.substitutionCost, 0);
    requireOneOf(this, "reduction", this.options.reduction, ["mean", "sum", "none", null]);
    if (this.options.reduction === "none" || this.options.reduction === null) {
      this.distances = this.addState<number>("distances", [], { distReduceFx: "cat" });
    } else {
      this.total = this.addState("total", 0, { distReduceFx: "sum" });
      this.count = this.addState("count", 0, { distReduceFx: "sum" });
    }
  }

  /** @param preds a text or several; @param target what each should be, as many. */
  update(preds: Texts, target: Texts): void {
    const [texts, wanted] = [textsOf(preds), textsOf(target)];
    for (const [name, given] of Object.entries({ preds: texts, target: wanted })) {
      if (!Array.isArray(given) || !given.every((text) => typeof text === "string")) {
        throw new RangeError(`\`${name}\` of EditDistance must be a text or a list of texts.`);
      }
    }
    if (texts.length !== wanted.length) {
      throw new RangeError(
        `\`preds\` and \`target\` of EditDistance must be as many; they are ${texts.length} and ${wanted.length}.`,
      );
    }
    const { substitutionCost } = this.options;
    const distances = texts.map((text, i) => aligned([...text], [...(wanted[i] as string)], substitutionCost).distance);
    if (this.distances !== null) this.distances.push(...distances);
    else {
      this.total += sum(distances);
      this.count += distances.length;
    }
  }

  override compute(): EditDistanceValue<O> {
    if (this.distances === null) {
      return (this.options.reduction === "sum" ? this.total : this.total / this.count) as EditDistanceValue<O>;
    }
    if (this.updateCount === 0) throw new RangeError("EditDistance has no texts to compute from. Call `update` first.");
    return (this.distances.length === 0 ? 0 : [...this.distances]) as EditDistanceValue<O>;
  }
}
