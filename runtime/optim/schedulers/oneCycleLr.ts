import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer, ScheduledOptions } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";
import { momentumOption, setMomenta } from "./momentum.js";
import { perGroup } from "./perGroup.js";

export interface OneCycleLROptions {
  /** The highest rate, or one for each parameter group. */
  readonly maxLr: number | readonly number[];
  /** Steps of the whole cycle; or give `epochs` and `stepsPerEpoch`. */
  readonly totalSteps?: number | null;
  readonly epochs?: number | null;
  readonly stepsPerEpoch?: number | null;
  /** Share of the steps that go up; default 0.3. */
  readonly pctStart?: number;
  /** Along half cosines ("cos", default) or lines. */
  readonly annealStrategy?: "cos" | "linear";
  /** The momentum (or the first of the betas) goes down when the rate goes up; default true. */
  readonly cycleMomentum?: boolean;
  /** Default 0.85. */
  readonly baseMomentum?: number | readonly number[];
  /** Default 0.95. */
  readonly maxMomentum?: number | readonly number[];
  /** The cycle begins with `maxLr / divFactor`; default 25. */
  readonly divFactor?: number;
  /** It ends with the initial rate divided by this; default 1e4. */
  readonly finalDivFactor?: number;
  /** Goes down to the initial rate as fast as up, and then to the last; default false. */
  readonly threePhase?: boolean;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

/** A part of the cycle: names of what a group has, at its beginning and at its end. */
interface Phase {
  readonly endStep: number;
  readonly startLr: keyof ScheduledOptions;
  readonly endLr: keyof ScheduledOptions;
  readonly startMomentum: keyof ScheduledOptions;
  readonly endMomentum: keyof ScheduledOptions;
}

const DEFAULTS: Defaults<Required<OneCycleLROptions>> = {
  maxLr: REQUIRED,
  totalSteps: null,
  epochs: null,
  stepsPerEpoch: null,
  pctStart: 0.3,
  annealStrategy: "cos",
  cycleMomentum: true,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
  divFactor: 25,
  finalDivFactor: 1e4,
  threePhase: false,
  lastEpoch: -1,
};

/** Up to a high rate and down to almost none, in a fixed number of steps (Smith and Topin, 2019). */
export class OneCycleLR extends LRScheduler {
  protected totalSteps: number;
  protected schedulePhases: readonly Phase[];
  protected annealFuncType: "cos" | "linear";
  protected cycleMomentum: boolean;
  protected useBeta1 = false;

  constructor(optimizer: Optimizer, options: OneCycleLROptions) {
    const given = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    const totalSteps = stepsOf(name, given);
    checkShape(name, given);
    const maxLrs = perGroup(name, "maxLr", optimizer, given.maxLr);
    if (given.lastEpoch === -1) beginRates(optimizer, maxLrs, given);
    super(optimizer, given.lastEpoch);
    this.totalSteps = totalSteps;
    this.schedulePhases = phasesOf(totalSteps, given);
    this.annealFuncType = given.annealStrategy;
    this.cycleMomentum = given.cycleMomentum;
    if (this.cycleMomentum) {
      this.useBeta1 = momentumOption(name, optimizer) === "betas";
      const maxima = perGroup(name, "maxMomentum", optimizer, given.maxMomentum);
      const bases = perGroup(name, "baseMomentum", optimizer, given.baseMomentum);
      if (given.lastEpoch === -1) this.#beginMomenta(maxima, bases);
    }
    this.initialStep();
  }

  /** @throws RangeError after the last step. */
  protected override getLr(): number[] {
    const { lastEpoch: step, totalSteps, groups } = this;
    if (step > totalSteps) {
      throw new RangeError(
        `Tried to step ${step} times. The specified number of total steps is ${totalSteps}. Give OneCycleLR as many \`totalSteps\` as it is stepped.`,
      );
    }
    const index = this.schedulePhases.findIndex(({ endStep }) => step <= endStep);
    const phase = this.schedulePhases.at(index) as Phase;
    const start = this.schedulePhases[this.schedulePhases.indexOf(phase) - 1]?.endStep ?? 0;
    const share = (step - start) / this.divisor(phase.endStep - start, "the length of a phase (see `pctStart`)");
    const between = (from: keyof ScheduledOptions, to: keyof ScheduledOptions) =>
      groups.map((options) => this.#anneal(options[from] ?? 0, options[to] ?? 0, share));
    if (this.cycleMomentum) setMomenta(this.optimizer, this.useBeta1, between(phase.startMomentum, phase.endMomentum));
    return between(phase.startLr, phase.endLr);
  }

  #anneal(from: number, to: number, share: number): number {
    if (this.annealFuncType === "linear") return (to - from) * share + from;
    return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
  }

  #beginMomenta(maxima: readonly number[], bases: readonly number[]): void {
    setMomenta(this.optimizer, this.useBeta1, maxima);
    this.groups.forEach((options, i) => {
      options.maxMomentum = maxima[i] as number;
      options.baseMomentum = bases[i] as number;
    });
  }
}

type Given = Required<OneCycleLROptions>;

function stepsOf(name: string, { totalSteps, epochs, stepsPerEpoch }: Given): number {
  if (totalSteps !== null) return wholeNumber(name, "totalSteps", totalSteps);
  if (epochs === null || stepsPerEpoch === null) {
    throw new TypeError(`${name} needs its number of steps. Give \`totalSteps\`, or \`epochs\` and \`stepsPerEpoch\`.`);
  }
  return wholeNumber(name, "epochs", epochs) * wholeNumber(name, "stepsPerEpoch", stepsPerEpoch);
}

function wholeNumber(name: string, option: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name}: \`${option}\` is ${value}; it must be a whole number of at least 1.`);
}

function checkShape(name: string, { pctStart, annealStrategy }: Given): void {
  if (!(pctStart >= 0 && pctStart <= 1)) {
    throw new RangeError(`${name}: \`pctStart\` is ${pctStart}; it must lie between 0 and 1.`);
  }
  if (annealStrategy !== "cos" && annealStrategy !== "linear") {
    throw new RangeError(`${name}: \`annealStrategy\` is "${String(annealStrategy)}"; it should be "cos" or "linear".`);
  }
}

function beginRates({ paramGroups }: Optimizer, maxLrs: readonly number[], { divFactor, finalDivFactor }: Given): void {
  paramGroups.forEach(({ options }, i) => {
    const maxLr = maxLrs[i] as number;
    options.initialLr = maxLr / divFactor;
    options.maxLr = maxLr;
    options.minLr = options.initialLr / finalDivFactor;
  });
}

const UP = { startLr: "initialLr", endLr: "maxLr", startMomentum: "maxMomentum", endMomentum: "baseMomentum" } as const;
const DOWN = { startLr: "maxLr", startMomentum: "baseMomentum", endMomentum: "maxMomentum" } as const;

function phasesOf(totalSteps: number, { pctStart, threePhase }: Given): Phase[] {
  const up: Phase = { endStep: pctStart * totalSteps - 1, ...UP };
  if (!threePhase) return [up, { endStep: totalSteps - 1, ...DOWN, endLr: "minLr" }];
  return [
    up,
    { endStep: 2 * pctStart * totalSteps - 2, ...DOWN, endLr: "initialLr" },
    {
      ...{ endStep: totalSteps - 1, startLr: "initialLr", endLr: "minLr" },
      ...{ startMomentum: "maxMomentum", endMomentum: "maxMomentum" },
    } as Phase,
  ];
}
