import type { Callback } from "../callbacks/callback.js";
import { type Awaitable, type FunctionName, HOOKS, type HookArgs, type HookName } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "./trainer.js";

type Hook = (...args: readonly unknown[]) => unknown;

/** Which callbacks: those that monitor a metric run apart at the end of a training epoch. */
export type CallbackChoice = "all" | "monitoring" | "others";

/**
 * The only caller of hooks: callbacks in their order, then the module, as the hook table says. What nobody defines costs a look-up.
 * It knows what is running, which is what `log` goes by.
 */
export class HookCaller {
  /** The hook or step that is running; null between them. */
  current: FunctionName | null = null;
  readonly #plans = new Map<string, readonly Hook[]>();

  constructor(
    private readonly trainer: Trainer,
    private readonly callbacks: readonly Callback[],
    private readonly module: LightningModule,
  ) {}

  /** Calls a hook on everybody who has it; the result is the module's. */
  call<N extends HookName>(name: N, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, "all", true), args);
  }

  callCallbacks<N extends HookName>(name: N, choice: CallbackChoice, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, choice, false), args);
  }

  callModule<N extends HookName>(name: N, ...args: HookArgs[N]): Awaitable<unknown> {
    return this.#run(name, this.#plan(name, "none", true), args);
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

  #plan(name: HookName, choice: CallbackChoice | "none", withModule: boolean): readonly Hook[] {
    const key = `${name}/${choice}/${withModule}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const { owners } = HOOKS[name];
    const chosen = owners.includes("callbacks")
      ? this.callbacks.filter(
          (callback) =>
            choice === "all" || (choice !== "none" && callback.monitorsMetric === (choice === "monitoring")),
        )
      : [];
    const plan = chosen.flatMap((callback) => {
      const hook = (callback as unknown as Record<string, Hook | undefined>)[name];
      return hook === undefined
        ? []
        : [(...args: readonly unknown[]) => hook.call(callback, this.trainer, this.module, ...args)];
    });
    const own =
      withModule && owners.includes("module")
        ? (this.module as unknown as Record<string, Hook | undefined>)[name]
        : undefined;
    if (own !== undefined) plan.push((...args) => own.apply(this.module, [...args]));
    this.#plans.set(key, plan);
    return plan;
  }
}
