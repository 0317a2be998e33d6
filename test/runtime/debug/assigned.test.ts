import "../onCpu.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nn, tf } from "../../../runtime/index.js";
import { debugApi } from "./debugApi.js";

let before = 0;

beforeEach(() => {
  before = tf.memory().numTensors;
  tf.engine().startScope();
});

afterEach(() => {
  tf.engine().endScope();
  expect(tf.memory().numTensors).toBe(before);
});

test("a parameter that is set to values keeps them, and what else is set is the value itself", () => {
  const parameter = new nn.Parameter(tf.tensor1d([1, 2, 3]));
  for (const value of [tf.tensor1d([4, 5, 6]), [4, 5, 6], Float32Array.of(4, 5, 6)]) {
    expect(debugApi.assigned(parameter, value)).toBe(parameter);
    expect([...parameter.dataSync()]).toEqual([4, 5, 6]);
  }
  debugApi.assigned(parameter, 0);
  expect([...parameter.dataSync()]).toEqual([0, 0, 0]);
  expect(() => debugApi.assigned(parameter, [1, 2])).toThrow(
    "shape of the new value (2) and previous value (3) must match",
  );
  expect([debugApi.assigned(parameter, null), debugApi.assigned(1, 2)]).toEqual([null, 2]);
  parameter.dispose();
});

test("slices and bytes of a variable can be set; a tensor has none that can", () => {
  const variable = tf.variable(tf.zeros([2, 2]));
  expect([debugApi.setElement(variable, 1, [7, 8]), debugApi.setElement(variable, 2, 0)]).toEqual([true, false]);
  expect([...variable.dataSync()]).toEqual([0, 0, 7, 8]);
  const one = new Uint8Array(Float32Array.of(1).buffer);
  expect([debugApi.writeBytes(variable, 4, one, true), debugApi.writeBytes(variable, 14, one, true)]).toEqual([4, 2]);
  expect([...variable.dataSync()]).toEqual([0, 1, 7, 8]);
  expect([debugApi.setElement(tf.ones([2]), 0, 1), debugApi.writeBytes(tf.ones([2]), 0, one, true)]).toEqual([
    false,
    null,
  ]);
  variable.dispose();
});

test("what an evaluation that was stopped has left open is closed when the program goes on", () => {
  const { state } = tf.engine() as unknown as { state: { scopeStack: readonly unknown[]; gradientDepth: number } };
  const depth = state.scopeStack.length;
  debugApi.beginStop();
  tf.engine().startScope();
  tf.ones([2]);
  state.gradientDepth++;
  debugApi.endStop();
  expect([state.scopeStack.length, state.gradientDepth]).toEqual([depth, 0]);
});
