import "../onCpu.js";
import { expect, test } from "vitest";
import { clipGradValue } from "../../../runtime/optim/clipGradValue.js";
import { parameterOf, setGradient } from "./steppedPicture.js";

test("each element is cut to the bounds", () => {
  const parameter = parameterOf(0, 0, 0);
  setGradient(parameter, 3, -4, 0.5);
  clipGradValue([parameter, parameterOf(0)], 1);
  expect([...(parameter.grad?.dataSync() ?? [])]).toEqual([1, -1, 0.5]);
});
