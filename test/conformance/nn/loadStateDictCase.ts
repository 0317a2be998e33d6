import { tf } from "../../../runtime/backend/tf.js";
import { type Difference, firstDifference } from "../picture.js";
import { buildModule, weightLayout } from "./buildModule.js";
import { ourShape } from "./goldenTensor.js";
import type { LoadStateDictCase } from "./nnCase.js";
import { refusalDifference } from "./refusal.js";
import { tidily } from "./tidily.js";

/** What a state of twos makes of a module of ones: which names do not match, the error, and what was loaded. */
export function loadStateDictDifference(golden: LoadStateDictCase): Difference | null {
  const module = buildModule(golden.module);
  try {
    return tidily(() => {
      for (const entry of Object.values(module.stateDict())) entry.assign(tf.onesLike(entry));
      const state = Object.fromEntries(
        golden.given.map(([name, shape]) => [name, tf.fill(ourShape(shape, weightLayout(module, name)), 2)]),
      );
      let keys: { missingKeys: readonly string[]; unexpectedKeys: readonly string[] } | null = null;
      let error: Error | null = null;
      try {
        keys = module.loadStateDict(state, { strict: golden.strict });
      } catch (thrown) {
        error = thrown as Error;
      }
      const { missing_keys, unexpected_keys, first_value_after } = golden.expect;
      const after = Object.entries(module.stateDict()).map(([name, entry]) => `${name} ${entry.dataSync()[0]}`);
      return (
        refusalDifference(error, golden.expect.error) ??
        namesDifference(error, golden) ??
        firstDifference("missing", keys?.missingKeys ?? [], missing_keys ?? []) ??
        firstDifference("unexpected", keys?.unexpectedKeys ?? [], unexpected_keys ?? []) ??
        firstDifference(
          "entry afterwards",
          after,
          Object.entries(first_value_after).map(([name, value]) => `${name} ${value}`),
        )
      );
    });
  } finally {
    module.dispose();
  }
}

/** The error names the entries that torch's names. */
function namesDifference(error: Error | null, { expect }: LoadStateDictCase): Difference | null {
  if (error === null || expect.error === null) return null;
  const names = [...expect.error.message.matchAll(/"([^"]+)"|size mismatch for (\S+):/g)].map(
    (m) => m[1] ?? m[2] ?? "",
  );
  const unnamed = names.find((name) => !error.message.includes(name));
  return unnamed === undefined ? null : { what: "names in the error", expected: unnamed, got: error.message };
}
