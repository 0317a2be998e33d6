export type Mode = "min" | "max";

/** The checkpoints with the best values of a metric, and which of them has to go for a better one. Lightning's rules for ties and NaN. */
export class BestModels {
  /** Values by path, in the order in which they were saved. */
  models: Record<string, number> = {};
  bestPath = "";
  bestScore: number | null = null;
  /** The worst of those that are kept, once there are as many as are wanted. */
  kthPath = "";
  kthValue: number;

  /** @param count how many to keep; -1: all. */
  constructor(
    private readonly mode: Mode,
    private readonly count: number,
  ) {
    this.kthValue = this.#worst;
  }

  /** Whether a checkpoint with this value is among the best. A tie loses. */
  wants(value: number): boolean {
    if (this.count === -1 || Object.keys(this.models).length < this.count) return true;
    return this.#isBetter(value, this.models[this.kthPath] ?? this.kthValue);
  }

  /** Makes room for one more. @returns the path that goes; null: there is room. */
  makeRoom(): string | null {
    if (this.count <= 0 || Object.keys(this.models).length < this.count) return null;
    const { [this.kthPath]: _, ...rest } = this.models;
    this.models = rest;
    return this.kthPath;
  }

  /** @param value NaN counts as the worst. @returns the value that was noted. */
  add(path: string, value: number): number {
    const noted = Number.isNaN(value) ? this.#worst : value;
    const wanted = this.count === -1 ? Object.keys(this.models).length + 1 : this.count;
    this.models[path] = noted;
    if (Object.keys(this.models).length === wanted) {
      this.kthPath = this.#first((a, b) => this.#isBetter(b, a));
      this.kthValue = this.models[this.kthPath] as number;
    }
    this.bestPath = this.#first((a, b) => this.#isBetter(a, b));
    this.bestScore = this.models[this.bestPath] as number;
    return noted;
  }

  get #worst(): number {
    return this.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  #isBetter(a: number, b: number): boolean {
    return this.mode === "min" ? a < b : a > b;
  }

  /** The first path whose value beats all before it. */
  #first(beats: (value: number, than: number) => boolean): string {
    const entries = Object.entries(this.models);
    return entries.reduce((found, entry) => (beats(entry[1], found[1]) ? entry : found))[0];
  }
}
