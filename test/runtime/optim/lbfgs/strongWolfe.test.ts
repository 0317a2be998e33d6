import { expect, test } from "vitest";
import { dot, type FlatVector, plus, times } from "../../../../runtime/optim/lbfgs/flatVector.js";
import { strongWolfe } from "../../../../runtime/optim/lbfgs/strongWolfe.js";

interface Problem {
  readonly at: (x: number, y: number) => number;
  readonly gradient: (x: number, y: number) => readonly [number, number];
  readonly start: readonly [number, number];
}

const PROBLEMS: Readonly<Record<string, Problem>> = {
  "Rosenbrock's valley": {
    at: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    start: [-1.2, 1],
  },
  "a quartic": {
    at: (x, y) => x ** 4 + y ** 4 + x * y,
    gradient: (x, y) => [4 * x ** 3 + y, 4 * y ** 3 + x],
    start: [2, -1.5],
  },
  "a wave": {
    at: (x, y) => Math.sin(3 * x) + 0.1 * (x * x + y * y),
    gradient: (x, y) => [3 * Math.cos(3 * x) + 0.2 * x, 0.2 * y],
    start: [0.9, 2],
  },
};

/** Recorded from torch 2.13's `_strong_wolfe`: the step that is tried first, the one that is found, the loss there, and the evaluations. */
test.each<[string, number, number, number, number]>([
  ["Rosenbrock's valley", 1, 0.0007892073839786153, 4.128138340789158, 8],
  ["Rosenbrock's valley", 0.01, 0.000788757977018163, 4.128113420996843, 3],
  ["Rosenbrock's valley", 0.2, 0.0010673927351701222, 6.2299407586526865, 6],
  ["Rosenbrock's valley", 3, 0.0007892786505025826, 4.128143341763604, 9],
  ["a quartic", 1, 0.08047099755259013, 0.41268817471894126, 4],
  ["a quartic", 0.01, 0.01, 9.586284801250002, 1],
  ["a quartic", 0.2, 0.09700722043719841, 1.23521273432084, 2],
  ["a quartic", 3, 0.08284767953406529, 0.4550608620486464, 5],
  ["a wave", 1, 1, 0.6684766863508217, 1],
  ["a wave", 0.01, 0.2377220207050604, -0.39029677691150233, 3],
  ["a wave", 0.2, 0.2, -0.31444075755998635, 1],
  ["a wave", 3, 1.1352776101023383, 0.7174124593415543, 2],
])("down the gradient of %s from a first step of %d, the step is torch's", (name, firstStep, t, loss, evaluations) => {
  const { at, gradient, start } = PROBLEMS[name] as Problem;
  const evaluate = ([x = 0, y = 0]: FlatVector) => ({ loss: at(x, y), gradient: Float64Array.from(gradient(x, y)) });
  const origin = Float64Array.from(start);
  const first = evaluate(origin);
  const direction = times(first.gradient, -1);
  const found = strongWolfe({
    evaluate: (step) => evaluate(plus(origin, direction, step)),
    start: { ...first, t: 0, slope: dot(first.gradient, direction) },
    direction,
    firstStep,
    maxIterations: 25,
  });
  expect(found.evaluations).toBe(evaluations);
  expect([found.point.t, found.point.loss]).toEqual([expect.closeTo(t, 9), expect.closeTo(loss, 9)]);
});
