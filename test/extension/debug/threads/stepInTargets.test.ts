import { expect, test } from "vitest";
import { callLabel } from "../../../../extension/debug/threads/stepInTargets.js";

test.each([
  ["const a = |f(1) + g(2);", "f(…)"],
  ["const a = this.layer.|forward(x);", "this.layer.forward(…)"],
  ["const a = b?.c?.|d();", "b?.c?.d(…)"],
  ["const a = |new nn.Linear(2, 3);", "new nn.Linear(…)"],
  ["  .|relu()", "relu(…)"],
  ["const a = [1, 2].|map(f);", "map(…)"],
  ["const a = this.layers[i|](x);", "this.layers[i](…)"],
])("names a call: %s", (line, label) => {
  expect(callLabel(line.replace("|", ""), line.indexOf("|"))).toBe(label);
});
