/** Numbers that are only ever appended, in one typed array that doubles when it is full. */
export class Column {
  #numbers = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The numbers so far, without a copy: valid until the next push. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#length);
  }

  /** The number at `index`, which must be in the column. */
  at(index: number): number {
    return this.#numbers[index] as number;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }
}

/** The first index in [from, to) whose number is not below `value`; `to` when there is none. The range must be ascending. */
export function lowerBound(numbers: Column, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
