import { tf } from "../../backend/tf.js";
import type { Parameter } from "../../nn/parameter.js";
import type { Defaults } from "../filledOptions.js";
import { Optimizer, type Params } from "../optimizer.js";
import { checkNotNegative } from "../optionChecks.js";
import { FlatParameters } from "./flatParameters.js";
import { dot, type FlatVector, largestSize, plus, sumOfSizes, times } from "./flatVector.js";
import { strongWolfe } from "./strongWolfe.js";

export interface LBFGSOptions {
  /** Default 1. */
  lr: number;
  /** Iterations of a step; default 20. */
  maxIter: number;
  /** Evaluations of the closure in a step; default null: `maxIter · 5 / 4`, rounded down. */
  maxEval: number | null;
  /** The step ends when no element of the gradient is larger; default 1e-7. */
  toleranceGrad: number;
  /** It ends when the loss or the parameters change by less; default 1e-9. */
  toleranceChange: number;
  /** Steps that are remembered; default 100. */
  historySize: number;
  /** "strong_wolfe" searches along each direction; null, the default, goes `lr` along it. */
  lineSearchFn: "strong_wolfe" | null;
}

/** It is kept with the first parameter. Vectors go over the elements of all. */
interface LBFGSState {
  funcEvals: number;
  nIter: number;
  /** The last direction, how far it was gone, and the gradient and loss before. */
  d: FlatVector;
  t: number;
  prevFlatGrad: FlatVector;
  prevLoss: number;
  /** Changes of the gradient and of the parameters, with the reciprocals of their products. */
  oldDirs: FlatVector[];
  oldStps: FlatVector[];
  ro: number[];
  hDiag: number;
}

/** Where the loss was evaluated last. */
interface Evaluation {
  readonly loss: number;
  readonly gradient: FlatVector;
}

const DEFAULTS: Defaults<LBFGSOptions> = {
  lr: 1,
  maxIter: 20,
  maxEval: null,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

/**
 * Limited-memory BFGS (torch/optim/lbfgs.py). A step evaluates its closure several times: it must compute the loss and its gradients anew and return
 * the loss. The vectors are computed in double precision in JavaScript, so that each evaluation reads the gradients back.
 */
export class LBFGS extends Optimizer<LBFGSOptions, LBFGSState> {
  /** @throws RangeError for a negative rate, and for several parameter groups. */
  constructor(params: Params<LBFGSOptions>, options: Partial<LBFGSOptions> = {}) {
    const maxEval = options.maxEval ?? Math.floor(((options.maxIter ?? 20) * 5) / 4);
    super(params, DEFAULTS, { ...options, maxEval });
    if (this.paramGroups.length !== 1) throw severalGroups(this.paramGroups.length);
  }

  protected override check({ lr }: LBFGSOptions): void {
    checkNotNegative(this.constructor.name, { lr });
  }

  /** @returns the loss of the first evaluation. */
  protected override takeStep<T>(closure: (() => T) | undefined): T | undefined {
    if (closure === undefined) {
      throw new TypeError(
        "LBFGS: `step` needs a closure that computes the loss with its gradients and returns the loss.",
      );
    }
    const [group] = this.paramGroups;
    if (group === undefined || this.paramGroups.length !== 1) throw severalGroups(this.paramGroups.length);
    const first = closure();
    const flat = new FlatParameters(group.params);
    const state = this.#stateOf(group.params[0] as Parameter);
    state.funcEvals++;
    const start: Evaluation = { loss: lossOf(first), gradient: flat.gradients() };
    const evaluate = (): Evaluation => ({ loss: lossOf(closure()), gradient: flat.gradients() });
    if (!(largestSize(start.gradient) <= group.options.toleranceGrad))
      iterate(start, evaluate, flat, state, group.options);
    return first;
  }

  #stateOf(parameter: Parameter): LBFGSState {
    const known = this.state.get(parameter);
    if (known !== undefined) return known;
    const none = { d: new Float64Array(), t: 0, prevFlatGrad: new Float64Array(), prevLoss: 0 };
    const state = { funcEvals: 0, nIter: 0, ...none, oldDirs: [], oldStps: [], ro: [], hDiag: 1 };
    this.state.set(parameter, state);
    return state;
  }
}

function iterate(
  start: Evaluation,
  evaluate: () => Evaluation,
  flat: FlatParameters,
  state: LBFGSState,
  options: LBFGSOptions,
): void {
  const { lr, maxIter, maxEval, toleranceGrad, toleranceChange } = options;
  let point = start;
  let evaluations = 1;
  for (let n = 1; n <= maxIter; n++) {
    state.nIter++;
    state.d = nextDirection(point.gradient, state, options.historySize);
    state.prevFlatGrad = point.gradient;
    state.prevLoss = point.loss;
    state.t = state.nIter === 1 ? Math.min(1, 1 / sumOfSizes(point.gradient)) * lr : lr;
    const slope = dot(point.gradient, state.d);
    if (slope > -toleranceChange) return;
    const remaining = (maxEval ?? Number.POSITIVE_INFINITY) - evaluations;
    const moved = move(point, slope, evaluate, flat, state, options, n === maxIter, remaining);
    point = moved.point;
    evaluations += moved.evaluations;
    state.funcEvals += moved.evaluations;
    if (n === maxIter || moved.evaluations >= remaining || largestSize(point.gradient) <= toleranceGrad) return;
    if (largestSize(state.d) * Math.abs(state.t) <= toleranceChange) return;
    if (Math.abs(point.loss - state.prevLoss) < toleranceChange) return;
  }
}

/** Goes along the direction, and evaluates there unless it was the last time without a search. */
function move(
  from: Evaluation,
  slope: number,
  evaluate: () => Evaluation,
  flat: FlatParameters,
  state: LBFGSState,
  { lineSearchFn }: LBFGSOptions,
  isLast: boolean,
  maxIterations: number,
): { readonly point: Evaluation; readonly evaluations: number } {
  const values = flat.values();
  if (lineSearchFn === null) {
    flat.setValues(plus(values, state.d, state.t));
    return isLast ? { point: from, evaluations: 0 } : { point: evaluate(), evaluations: 1 };
  }
  if (lineSearchFn !== "strong_wolfe") {
    throw new RangeError(
      `LBFGS: \`lineSearchFn\` is "${String(lineSearchFn)}"; only "strong_wolfe" is supported, or null.`,
    );
  }
  const { point, evaluations } = strongWolfe({
    evaluate: (t) => {
      flat.setValues(plus(values, state.d, t));
      return evaluate();
    },
    start: { loss: from.loss, gradient: from.gradient, t: 0, slope },
    direction: state.d,
    firstStep: state.t,
    maxIterations,
  });
  state.t = point.t;
  flat.setValues(plus(values, state.d, point.t));
  return { point, evaluations };
}

/** Down the gradient at first, then by the inverse Hessian that the remembered steps tell of. */
function nextDirection(gradient: FlatVector, state: LBFGSState, historySize: number): FlatVector {
  if (state.nIter === 1) return times(gradient, -1);
  remember(gradient, state, historySize);
  const { oldDirs, oldStps, ro, hDiag } = state;
  const al: number[] = [];
  let q = times(gradient, -1);
  for (let i = oldDirs.length - 1; i >= 0; i--) {
    al[i] = dot(oldStps[i] as FlatVector, q) * (ro[i] as number);
    q = plus(q, oldDirs[i] as FlatVector, -(al[i] as number));
  }
  let r = times(q, hDiag);
  for (const [i, change] of oldDirs.entries()) {
    const be = dot(change, r) * (ro[i] as number);
    r = plus(r, oldStps[i] as FlatVector, (al[i] as number) - be);
  }
  return r;
}

/** Takes the last step into the memory, where it says something of the curvature. */
function remember(gradient: FlatVector, state: LBFGSState, historySize: number): void {
  const y = plus(gradient, state.prevFlatGrad, -1);
  const s = times(state.d, state.t);
  const ys = dot(y, s);
  if (!(ys > 1e-10)) return;
  if (state.oldDirs.length === historySize) for (const list of [state.oldDirs, state.oldStps, state.ro]) list.shift();
  state.oldDirs.push(y);
  state.oldStps.push(s);
  state.ro.push(1 / ys);
  state.hDiag = ys / dot(y, y);
}

function lossOf(value: unknown): number {
  if (value instanceof tf.Tensor) return value.dataSync()[0] as number;
  if (typeof value === "number") return value;
  throw new TypeError(`LBFGS: the closure of \`step\` must return the loss, and it returned ${String(value)}.`);
}

function severalGroups(groups: number): RangeError {
  return new RangeError(
    `LBFGS doesn't support parameter groups with options of their own, and it got ${groups}. Give it one list of parameters.`,
  );
}
