import type * as tfjs from "@tensorflow/tfjs";

/** What is computed while the program stands: it lies in a scope of its own, which goes when the program goes on. */
export class DebugScope {
  #own: { readonly scope: Scope | null; readonly gradientDepth: number; readonly kernelDepth: number } | null = null;

  constructor(private readonly tf: typeof tfjs) {}

  open(): void {
    if (this.#own !== null) return;
    this.tf.engine().startScope("debugger");
    const { activeScope, gradientDepth, kernelDepth } = this.#state;
    this.#own = { scope: activeScope, gradientDepth, kernelDepth };
  }

  close(): void {
    const own = this.#own;
    this.#own = null;
    if (own === null) return;
    const state = this.#state;
    // What was stopped in the middle, because it took too long, has left scopes open, and V8 has run none of its `finally`.
    while (state.activeScope !== own.scope && state.scopeStack.includes(own.scope)) this.tf.engine().endScope();
    if (state.activeScope === own.scope) this.tf.engine().endScope();
    [state.gradientDepth, state.kernelDepth] = [own.gradientDepth, own.kernelDepth];
  }

  get #state(): ScopedEngine["state"] {
    return (this.tf.engine() as unknown as ScopedEngine).state;
  }

  /** The tensors in a value get into the scope that the program is in: they are freed when they would have been had it made them. */
  adopt(value: unknown): void {
    const state = this.#state;
    const own = state.activeScope;
    const outer = state.scopeStack.at(-2);
    if (this.#own === null || own === null) return;
    for (const tensor of this.#tensorsIn(value)) {
      const index = own.track.indexOf(tensor);
      if (index < 0) continue;
      own.track.splice(index, 1);
      if (outer == null) this.tf.keep(tensor);
      else outer.track.push(tensor);
      (tensor as { scopeId?: number }).scopeId = outer?.id ?? 0;
    }
  }

  /** The tensors in a value stay until somebody disposes them. */
  keep(value: unknown): void {
    for (const tensor of this.#tensorsIn(value)) if (!(tensor instanceof this.tf.Variable)) this.tf.keep(tensor);
  }

  /** Those in lists and plain objects, a few levels deep. */
  #tensorsIn(value: unknown, depth = 4): tfjs.Tensor[] {
    if (value instanceof this.tf.Tensor) return [value];
    if (depth === 0 || typeof value !== "object" || value === null) return [];
    const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? Object.values(value).flatMap((item) => this.#tensorsIn(item, depth - 1)) : [];
  }
}

/** The part of tfjs's engine that knows the open scopes; private in its types (tfjs-core 4.22, `engine.ts`). */
interface ScopedEngine {
  readonly state: {
    readonly activeScope: Scope | null;
    readonly scopeStack: readonly (Scope | null)[];
    gradientDepth: number;
    kernelDepth: number;
  };
}

interface Scope {
  readonly id: number;
  readonly track: tfjs.Tensor[];
}
