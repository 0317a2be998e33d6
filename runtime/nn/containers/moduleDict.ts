import { Module } from "../module.js";

/** Modules by name that are found as children, in the order in which they were set; what is computed with them is up to its owner. */
export class ModuleDict<Child extends Module = Module> extends Module {
  readonly #children = new Map<string, Child>();

  /** @param modules an object or a Map. An object brings keys that are whole numbers into ascending order; a Map keeps theirs. */
  constructor(modules: Readonly<Record<string, Child>> | ReadonlyMap<string, Child> = {}) {
    super();
    this.update(modules);
  }

  get size(): number {
    return this.#children.size;
  }

  [Symbol.iterator](): IterableIterator<[string, Child]> {
    return this.#children.entries();
  }

  keys(): IterableIterator<string> {
    return this.#children.keys();
  }

  values(): IterableIterator<Child> {
    return this.#children.values();
  }

  entries(): IterableIterator<[string, Child]> {
    return this.#children.entries();
  }

  has(name: string): boolean {
    return this.#children.has(name);
  }

  get(name: string): Child {
    const child = this.#children.get(name);
    if (child === undefined) {
      throw new RangeError(`This ModuleDict has no module "${name}". It has: ${[...this.keys()].join(", ")}.`);
    }
    return child;
  }

  /** Sets a module; one in the place of another keeps the place. */
  set(name: string, child: Child): this {
    this.checkName("module", name, this.#children);
    this.#children.set(name, child);
    return this;
  }

  update(modules: Readonly<Record<string, Child>> | ReadonlyMap<string, Child>): this {
    const entries = modules instanceof Map ? (modules as ReadonlyMap<string, Child>) : Object.entries(modules);
    for (const [name, child] of entries) this.set(name, child);
    return this;
  }

  delete(name: string): void {
    this.pop(name);
  }

  /** Takes a module out and returns it. */
  pop(name: string): Child {
    const child = this.get(name);
    this.#children.delete(name);
    return child;
  }

  clear(): void {
    this.#children.clear();
  }

  override ownModules(): [string, Module][] {
    return [...this.#children, ...super.ownModules()];
  }
}
