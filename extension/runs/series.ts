import { Column } from "./column.js";
import { MinMaxPyramid } from "./minMaxPyramid.js";

/** A resumed run restarts at an earlier step a few times; more than this is a broken file, not a run. */
const MAX_SEGMENTS = 32;

/** The values of one metric that are not numbers, which a chart cannot place but must not hide. */
export interface NonFinite {
  count: number;
  readonly firstStep: number;
  readonly first: number;
}

/** Indices [from, to) of a series, in which the steps never go back. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

/** One metric of one run: its finite values by step. Where the step goes back (a resumed run) a new segment begins. */
export class Series {
  readonly steps = new Column();
  readonly values = new Column();
  readonly #starts: number[] = [0];
  readonly #pyramid = new MinMaxPyramid(this.values, () => new Column());
  nonFinite: NonFinite | null = null;
  /** Points that were left out because the steps go back too often. */
  unordered = 0;

  get length(): number {
    return this.values.length;
  }

  get segments(): Segment[] {
    return this.#starts.map((from, index) => ({ from, to: this.#starts[index + 1] ?? this.length }));
  }

  get last(): { readonly step: number; readonly value: number } | null {
    const index = this.length - 1;
    return index < 0 ? null : { step: this.steps.at(index), value: this.values.at(index) };
  }

  append(step: number, value: number): void {
    if (!Number.isFinite(value)) {
      this.nonFinite ??= { count: 0, firstStep: step, first: value };
      this.nonFinite.count++;
      return;
    }
    if (this.length > 0 && step < this.steps.at(this.length - 1)) {
      if (this.#starts.length === MAX_SEGMENTS) {
        this.unordered++;
        return;
      }
      this.#starts.push(this.length);
    }
    this.steps.push(step);
    this.values.push(value);
  }

  /** The pyramid over all values so far. */
  pyramid(): MinMaxPyramid {
    this.#pyramid.extend();
    return this.#pyramid;
  }
}
