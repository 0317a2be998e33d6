import type * as tfjs from "@tensorflow/tfjs";

/** What is computed while the program stands: it lies in a scope of its own, which goes when the program goes on. */
export class DebugScope {
  #isOpen = false;

  constructor(private readonly tf: typeof tfjs) {}

  open(): void {
    if (!this.#isOpen) this.tf.engine().startScope("debugger");
    this.#isOpen = true;
  }

  close(): void {
    if (this.#isOpen) this.tf.engine().endScope();
    this.#isOpen = false;
  }

  /** The tensors in a value get into the scope that the program is in: they are freed when they would have been had it made them. */
  adopt(value: unknown): void {
    const { state } = this.tf.engine() as unknown as ScopedEngine;
    const own = state.activeScope;
    const outer = state.scopeStack.at(-2);
    if (!this.#isOpen || own === null) return;
    for (const tensor of this.#tensorsIn(value)) {
      const index = own.track.indexOf(tensor);
      if (index < 0) continue;
      own.track.splice(index, 1);
      if (outer === undefined) this.tf.keep(tensor);
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
  readonly state: { readonly activeScope: Scope | null; readonly scopeStack: readonly Scope[] };
}

interface Scope {
  readonly id: number;
  readonly track: tfjs.Tensor[];
}
