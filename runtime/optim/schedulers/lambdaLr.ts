import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";
import { perGroup } from "./perGroup.js";

/** A factor from the number of steps taken. */
export type LrLambda = (epoch: number) => number;

export interface LambdaLROptions {
  /** One function, or one for each parameter group. */
  readonly lrLambda: LrLambda | readonly LrLambda[];
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<LambdaLROptions>> = { lrLambda: REQUIRED, lastEpoch: -1 };

/** Base of the schedulers by functions. They are not saved. */
abstract class FunctionLR extends LRScheduler {
  protected lrLambdas: readonly LrLambda[];

  constructor(optimizer: Optimizer, options: LambdaLROptions) {
    const { lrLambda, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.lrLambdas = perGroup(new.target.name, "lrLambda", optimizer, lrLambda);
    const wrong: unknown = this.lrLambdas.find((lambda: unknown) => typeof lambda !== "function");
    if (wrong !== undefined) {
      throw new TypeError(
        `${new.target.name}: \`lrLambda\` is ${String(wrong)}; it should be a function, such as (epoch) => 0.95 ** epoch.`,
      );
    }
    this.initialStep();
  }

  /** The functions' values at this step. */
  protected factors(): number[] {
    return this.lrLambdas.map((lambda) => lambda(this.lastEpoch));
  }
}

/** The initial rate times a function of the steps taken. */
export class LambdaLR extends FunctionLR {
  protected override getLr(): number[] {
    return this.factors().map((factor, i) => (this.baseLrs[i] as number) * factor);
  }
}

/** Multiplies the rate by a function of the steps taken, at every step. */
export class MultiplicativeLR extends FunctionLR {
  protected override getLr(): number[] {
    const rates = this.currentRates();
    return this.isInitial ? rates : this.factors().map((factor, i) => (rates[i] as number) * factor);
  }
}
