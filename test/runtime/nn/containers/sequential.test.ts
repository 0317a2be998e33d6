import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { ModuleList } from "../../../../runtime/nn/containers/moduleList.js";
import { Sequential, type TensorModule } from "../../../../runtime/nn/containers/sequential.js";
import { Linear } from "../../../../runtime/nn/linear.js";
import type { Module } from "../../../../runtime/nn/module.js";

test("modules are numbered anew when one is inserted or taken out", () => {
  const net = new Sequential(new Linear(1, 2), new Linear(2, 3));
  net.append(new Linear(3, 4)).insert(0, new Linear(9, 1));
  expect(picture(net)).toBe("0: Linear(9, 1), 1: Linear(1, 2), 2: Linear(2, 3), 3: Linear(3, 4)");
  expect(String(net.pop(-1))).toBe("Linear(3, 4)");
  net.delete(0);
  net.set(1, new Linear(2, 7));
  expect(picture(net)).toBe("0: Linear(1, 2), 1: Linear(2, 7)");
  expect(net.forward(tf.ones([5, 1])).shape).toEqual([5, 7]);
});

test("a Map names the modules", () => {
  const net = new Sequential(
    new Map<string, TensorModule>([
      ["encoder", new Linear(2, 1)],
      ["decoder", new Linear(1, 2)],
    ]),
  );
  expect(Object.keys(net.stateDict())).toEqual(["encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias"]);
  expect(net.forward(tf.ones([3, 2])).shape).toEqual([3, 2]);
});

test("a ModuleList is gone through by its owner, and says which places it has", () => {
  const list = new ModuleList([new Linear(1, 1), new Linear(1, 2)]);
  list.extend(list);
  expect([...list].map(String)).toEqual(["Linear(1, 1)", "Linear(1, 2)", "Linear(1, 1)", "Linear(1, 2)"]);
  expect(list.at(-1)).toBe(list.at(1));
  expect(() => list.at(4)).toThrow("There is no place 4 in this ModuleList, which has 4 modules.");
  expect(list.parameters()).toHaveLength(4);
});

function picture(module: Module): string {
  return module
    .namedChildren()
    .map(([name, child]) => `${name}: ${child}`)
    .join(", ");
}
