import { Module } from "../module.js";

/** Modules in a row, named by their numbers: what Sequential and ModuleList share. Numbers below zero count from the end. */
export abstract class NumberedModules<Child extends Module> extends Module {
  /** Names stand in the order of the modules; they are numbers unless a Sequential was given others. */
  #children = new Map<string, Child>();

  get length(): number {
    return this.#children.size;
  }

  [Symbol.iterator](): IterableIterator<Child> {
    return this.#children.values();
  }

  at(index: number): Child {
    return this.#entry(index)[1];
  }

  append(child: Child): this {
    this.#children.set(String(this.length), child);
    return this;
  }

  extend(children: Iterable<Child>): this {
    for (const child of [...children]) this.append(child);
    return this;
  }

  /** Puts a module before that with the number `index`; the later ones are numbered anew. */
  insert(index: number, child: Child): this {
    const place = index < 0 ? index + this.length : index;
    if (!(place >= 0 && place <= this.length)) throw this.#outOfRange(index);
    this.#number([...this].toSpliced(place, 0, child));
    return this;
  }

  /** Puts a module in the place of another, which is not disposed. */
  set(index: number, child: Child): this {
    this.#children.set(this.#entry(index)[0], child);
    return this;
  }

  /** Takes a module out; the later ones are numbered anew. */
  delete(index: number): void {
    const [name] = this.#entry(index);
    this.#children.delete(name);
    this.#number([...this]);
  }

  /** Takes a module out and returns it. */
  pop(index: number): Child {
    const child = this.at(index);
    this.delete(index);
    return child;
  }

  override ownModules(): [string, Module][] {
    return [...this.#children, ...super.ownModules()];
  }

  protected addNamed(name: string, child: Child): void {
    this.checkName("module", name, this.#children);
    this.#children.set(name, child);
  }

  #entry(index: number): [string, Child] {
    const entry = [...this.#children].at(index);
    if (entry === undefined || !Number.isInteger(index)) throw this.#outOfRange(index);
    return entry;
  }

  #number(children: readonly Child[]): void {
    this.#children = new Map(children.map((child, i) => [String(i), child]));
  }

  #outOfRange(index: number): RangeError {
    return new RangeError(
      `There is no place ${index} in this ${this.constructor.name}, which has ${this.length} modules.`,
    );
  }
}
