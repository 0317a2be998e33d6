/** What went through in one batch; null: not counted. */
export interface BatchCounts {
  readonly samples: number;
  readonly length: number | null;
  readonly flops: number | null;
}

/** All that had gone through at a moment. */
interface Reading {
  readonly time: number;
  readonly batches: number;
  readonly samples: number;
  readonly lengths: number;
  readonly flops: number;
}

const NOTHING: Reading = { time: 0, batches: 0, samples: 0, lengths: 0, flops: 0 };

/** Batches, samples and items a second, over the last so many batches (lightning.fabric's Throughput). */
export class Throughput {
  readonly #windowSize: number;
  readonly #separator: string;
  readonly #clock: () => number;
  #startedAt: number;
  #window: Reading[] = [];
  #countsLengths = false;
  #countsFlops = false;

  /** @param options.clock seconds; default: the process's. */
  constructor({ windowSize = 100, separator = "/", clock = () => performance.now() / 1000 } = {}) {
    if (!(windowSize > 1)) throw new RangeError(`Throughput: \`windowSize\` is ${windowSize}; it must be 2 or larger.`);
    this.#windowSize = windowSize;
    this.#separator = separator;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  /** Batches that have gone through. */
  get batches(): number {
    return this.#last.batches;
  }

  /** Seconds from the start to the last batch. */
  get elapsed(): number {
    return this.#last.time;
  }

  /** Leaves so many seconds out. */
  pauseFor(seconds: number): void {
    this.#startedAt += seconds;
  }

  update({ samples, length, flops }: BatchCounts): void {
    const last = this.#last;
    this.#countsLengths = length !== null;
    this.#countsFlops = flops !== null;
    this.#window.push({
      time: this.#clock() - this.#startedAt,
      batches: last.batches + 1,
      samples: last.samples + samples,
      lengths: last.lengths + (length ?? 0),
      flops: last.flops + (flops ?? 0),
    });
    if (this.#window.length > this.#windowSize) this.#window.shift();
  }

  /** Totals; and rates, once the window is full. */
  compute(): Record<string, number> {
    const { time, batches, samples, lengths } = this.#last;
    return { time, batches, samples, ...(this.#countsLengths && { lengths }), ...this.#rates() };
  }

  #rates(): Record<string, number> {
    const first = this.#window[0];
    if (first === undefined || this.#window.length < this.#windowSize) return {};
    const last = this.#last;
    const seconds = last.time - first.time;
    const rate = (name: keyof Reading) => (last[name] - first[name]) / seconds;
    const device = `device${this.#separator}`;
    return {
      [`${device}batches_per_sec`]: rate("batches"),
      [`${device}samples_per_sec`]: rate("samples"),
      ...(this.#countsLengths && { [`${device}items_per_sec`]: rate("lengths") }),
      ...(this.#countsFlops && { [`${device}flops_per_sec`]: rate("flops") }),
    };
  }

  get #last(): Reading {
    return this.#window.at(-1) ?? NOTHING;
  }
}
