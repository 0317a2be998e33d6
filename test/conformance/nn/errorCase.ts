import { tf } from "../../../runtime/backend/tf.js";
import { forgetWarnings } from "../../../runtime/functional/warnOnce.js";
import type { Module } from "../../../runtime/nn/module.js";
import type { Difference } from "../picture.js";
import { captureMessages } from "../replay/messages.js";
import { buildModule } from "./buildModule.js";
import { callModule } from "./callModule.js";
import { withClasses } from "./classesLast.js";
import { tensorOf } from "./goldenTensor.js";
import type { LayerErrorCase } from "./nnCase.js";
import { type Facts, factsOf, refusalDifference, unnamedNumber } from "./refusal.js";

/** A mistake is refused at the same moment as by torch, or is warned of. */
export async function layerErrorDifference(golden: LayerErrorCase): Promise<Difference | null> {
  const { when } = golden;
  // Each case is a program of its own.
  forgetWarnings();
  const built = await attempt(() => buildModule(golden.module));
  const module = built.value;
  if (when === "construct" || module === null) {
    module?.dispose();
    if (when === "forward") return { what: "construction", expected: "no error", got: String(built.error) };
    return outcomeDifference(built, golden);
  }
  try {
    const called = await attempt(() => tf.tidy(() => void call(module, golden)));
    return outcomeDifference(called, golden);
  } finally {
    module.dispose();
  }
}

function call(module: Module, golden: LayerErrorCase): void {
  const className = "class" in golden.module ? golden.module.class : "";
  module.train(golden.mode !== "eval");
  const recorded = withClasses(golden.inputs ?? {}, className, golden.inputs?.["input"]?.shape);
  const inputs = Object.entries(recorded).flatMap(([name, tensor]) =>
    tensor === null ? [] : [[name, tensorOf(tensor)] as const],
  );
  callModule(module, className, Object.fromEntries(inputs), golden.options);
}

interface Attempt<T> {
  readonly value: T | null;
  readonly error: Error | null;
  readonly messages: readonly string[];
}

async function attempt<T>(work: () => T): Promise<Attempt<T>> {
  let value: T | null = null;
  let error: Error | null = null;
  const messages = await captureMessages(async () => {
    try {
      value = work();
    } catch (thrown) {
      error = thrown as Error;
    }
  });
  return { value, error, messages };
}

/** An error says enough by itself: what is warned of before it is not compared. */
function outcomeDifference({ error, messages }: Attempt<unknown>, golden: LayerErrorCase): Difference | null {
  const shapes = Object.values(golden.inputs ?? {}).map((tensor) => tensor?.shape);
  const facts = factsOf(golden.module, shapes);
  const difference = refusalDifference(error, golden.error, facts);
  return difference ?? (golden.error === null ? warningDifference(messages, golden.warnings, facts) : null);
}

/** As many warnings as torch gives, with its numbers. */
function warningDifference(
  messages: readonly string[],
  warnings: LayerErrorCase["warnings"],
  facts: Facts,
): Difference | null {
  for (const [i, { message }] of warnings.entries()) {
    const said = messages[i];
    if (said === undefined) return { what: "warning", expected: message, got: "not said" };
    const missing = unnamedNumber(said, message, facts);
    if (missing !== null)
      return { what: "numbers in the warning", expected: `${missing}, as in: ${message}`, got: said };
  }
  const surplus = messages[warnings.length];
  return surplus === undefined ? null : { what: "warning", expected: "none", got: surplus };
}
