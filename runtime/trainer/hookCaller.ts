import type { Callback } from "../callbacks/callback.js";
import { type Awaitable, type FunctionName, HOOKS, type HookArgs, type HookName } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "./trainer.js";

type Hook = (...args: readonly unknown[]) => unknown;

/** Who is called: callbacks that monitor a metric run apart from the others at the end of a training epoch. */
type Audience = "everybody" | "module" | CallbackChoice;

export type CallbackChoice = "allCallbacks" | "monitoringCallbacks" | "otherCallbacks";

/**
 * The only caller of hooks: callbacks in their order, then the module, as the hook table says. What nobody defines costs a look-up.
 * It knows what is running, which is what `log` goes by.
 */
export class HookCaller {
  /** The hook or step that is running; null between them. */
  current: FunctionName | null = null;
  readonly #plans: Readonly<Record<Audience, Map<HookName, readonly Hook[]>>> = {
    everybody: new Map(),
    module: new Map(),
    allCallbacks: new Map(),
    monitoringCallbacks: new Map(),
    otherCallbacks: new Map(),
  };

  constructor(
    private readonly trainer: Trainer,
    private readonly module: LightningModule,
  ) {}

  /** Calls a hook on everybody who has it; the result is the module's. */
  call<N extends HookName>(name: N, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, "everybody"), args);
  }

  callCallbacks<N extends HookName>(name: N, choice: CallbackChoice, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, choice), args);
  }

  callModule<N extends HookName>(name: N, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, "module"), args);
  }

  /** Runs a step or another method of the module as what is running. */
  within<T>(name: FunctionName, run: () => T): T {
    const outer = this.current;
    this.current = name;
    try {
      return run();
    } finally {
      this.current = outer;
    }
  }

  #run(name: HookName, plan: readonly Hook[], args: readonly unknown[]): Awaitable<unknown> {
    if (plan.length === 0) return undefined;
    const outer = this.current;
    this.current = name;
    let result: unknown;
    for (let i = 0; i < plan.length; i++) {
      result = (plan[i] as Hook)(...args);
      if (result instanceof Promise) return this.#continue(name, outer, plan.slice(i + 1), args, result);
    }
    this.current = outer;
    return result;
  }

  async #continue(
    name: HookName,
    outer: FunctionName | null,
    rest: readonly Hook[],
    args: readonly unknown[],
    first: Promise<unknown>,
  ) {
    let result = await first;
    for (const hook of rest) {
      this.current = name;
      result = await hook(...args);
    }
    this.current = outer;
    return result;
  }

  #plan(name: HookName, audience: Audience): readonly Hook[] {
    const plans = this.#plans[audience];
    let plan = plans.get(name);
    if (plan === undefined) {
      const { owners } = HOOKS[name];
      plan = [
        ...(owners.includes("callbacks") ? this.#callbackHooks(name, audience) : []),
        ...(owners.includes("module") && (audience === "everybody" || audience === "module")
          ? hooksOf(this.module, name, [])
          : []),
      ];
      plans.set(name, plan);
    }
    return plan;
  }

  #callbackHooks(name: HookName, audience: Audience): Hook[] {
    const chosen = this.trainer.callbacks.filter((callback) => isIn(audience, callback));
    return chosen.flatMap((callback) => hooksOf(callback, name, [this.trainer, this.module]));
  }
}

function isIn(audience: Audience, { monitorsMetric }: Callback): boolean {
  switch (audience) {
    case "everybody":
    case "allCallbacks":
      return true;
    case "module":
      return false;
    case "monitoringCallbacks":
      return monitorsMetric;
    case "otherCallbacks":
      return !monitorsMetric;
  }
}

/** The hook of one owner, with the arguments that come first; none when it has none. */
function hooksOf(owner: object, name: HookName, first: readonly unknown[]): Hook[] {
  const hook = (owner as Record<string, Hook | undefined>)[name];
  return hook === undefined ? [] : [(...args) => hook.call(owner, ...first, ...args)];
}
