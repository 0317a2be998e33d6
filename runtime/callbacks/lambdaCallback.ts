import { HOOKS } from "../core/hooks.js";
import { nearestName } from "../errors.js";
import { Callback } from "./callback.js";

/** The hooks of a callback, each as a function. */
export type CallbackHooks = Omit<Callback, "monitorsMetric" | "attachTrainer" | "log" | "stateKey" | "release">;

export interface LambdaCallback extends CallbackHooks {}

/** A callback made of functions: `new LambdaCallback({ onTrainStart: (trainer) => trainer.print("Go") })`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the hooks are assigned in the constructor.
export class LambdaCallback extends Callback {
  constructor(hooks: CallbackHooks) {
    super();
    const known = Object.entries(HOOKS).flatMap(([name, { owners }]) => (owners.includes("callbacks") ? [name] : []));
    for (const name of Object.keys(hooks)) {
      if (known.includes(name)) continue;
      const near = nearestName(name, known);
      throw new TypeError(
        `LambdaCallback: \`${name}\` is no hook of a callback.${near === undefined ? ` The hooks are ${known.join(", ")}.` : ` Did you mean \`${near}\`?`}`,
      );
    }
    Object.assign(this, hooks);
  }
}
