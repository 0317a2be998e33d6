/**
 * The order in which torch puts equal values. Its kernels for the CPU sort with the C++ library, which leaves equal values in an order of its
 * own; metrics of ranked documents depend on it. These are libstdc++'s `std::sort`, `std::nth_element` and `std::partial_sort` on places, step
 * for step, but for their last resort, which only adversarial inputs reach.
 */

/** True when the value at the first place comes before that at the second. */
type Before = (a: number, b: number) => boolean;

/** Ranges up to this length are left to insertion sort. */
const THRESHOLD = 16;

/** The places of values in rising order, or falling; NaN is larger than any (torch.argsort). */
export function argsort(values: ArrayLike<number>, descending = false): number[] {
  const places = Array.from({ length: values.length }, (_, i) => i);
  sort(places, 0, places.length, descending ? larger(values) : smaller(values));
  return places;
}

/** The places of the `count` largest values, largest first (torch.topk). */
export function topk(values: ArrayLike<number>, count: number): number[] {
  const places = Array.from({ length: values.length }, (_, i) => i);
  if (count === 0 || places.length === 0) return [];
  const before = larger(values);
  if (count * 64 <= places.length) partialSort(places, count, before);
  else {
    select(places, count - 1, before);
    sort(places, 0, count - 1, before);
  }
  return places.slice(0, count);
}

function larger(values: ArrayLike<number>): Before {
  return (a, b) => {
    const [x, y] = [values[a] as number, values[b] as number];
    return x > y || (Number.isNaN(x) && !Number.isNaN(y));
  };
}

function smaller(values: ArrayLike<number>): Before {
  return (a, b) => {
    const [x, y] = [values[a] as number, values[b] as number];
    return x < y || (!Number.isNaN(x) && Number.isNaN(y));
  };
}

/** `std::sort`. */
function sort(places: number[], first: number, last: number, before: Before): void {
  partitionAll(places, first, last, before);
  insertionSort(places, first, last, before);
}

function partitionAll(places: number[], first: number, end: number, before: Before): void {
  let last = end;
  while (last - first > THRESHOLD) {
    const cut = partition(places, first, last, before);
    partitionAll(places, cut, last, before);
    last = cut;
  }
}

/** `std::nth_element`. */
function select(places: number[], nth: number, before: Before): void {
  let [first, last] = [0, places.length];
  while (last - first > 3) {
    const cut = partition(places, first, last, before);
    if (cut <= nth) first = cut;
    else last = cut;
  }
  insertionSort(places, first, last, before);
}

/** `std::partial_sort`: the first places in a heap, into which better ones are let. */
function partialSort(places: number[], count: number, before: Before): void {
  for (let parent = (count - 2) >> 1; parent >= 0; parent--)
    sink(places, parent, count, places[parent] as number, before);
  for (let i = count; i < places.length; i++) {
    if (before(places[i] as number, places[0] as number)) replaceTop(places, i, count, before);
  }
  for (let last = count - 1; last > 0; last--) replaceTop(places, last, last, before);
}

/** Puts the top of the heap at a place, and what was there into the heap. */
function replaceTop(places: number[], at: number, size: number, before: Before): void {
  const value = places[at] as number;
  places[at] = places[0] as number;
  sink(places, 0, size, value, before);
}

/** Lets a hole sink to the ground of a heap, and a value rise in it. */
function sink(places: number[], top: number, size: number, value: number, before: Before): void {
  let hole = top;
  for (let child = 2 * hole + 2; child <= size; child = 2 * hole + 2) {
    const isLast = child === size;
    const larger = isLast || before(places[child] as number, places[child - 1] as number) ? child - 1 : child;
    places[hole] = places[larger] as number;
    hole = larger;
  }
  for (let parent = (hole - 1) >> 1; hole > top && before(places[parent] as number, value); parent = (hole - 1) >> 1) {
    places[hole] = places[parent] as number;
    hole = parent;
  }
  places[hole] = value;
}

/** Splits a range around the median of three of its values. @returns where the second part begins. */
function partition(places: number[], start: number, end: number, before: Before): number {
  medianToFirst(places, start, start + 1, start + ((end - start) >> 1), end - 1, before);
  const pivot = places[start] as number;
  let [first, last] = [start + 1, end];
  for (;;) {
    while (before(places[first] as number, pivot)) first++;
    last--;
    while (before(pivot, places[last] as number)) last--;
    if (first >= last) return first;
    swap(places, first, last);
    first++;
  }
}

function medianToFirst(places: number[], first: number, a: number, b: number, c: number, before: Before): void {
  const isBefore = (x: number, y: number) => before(places[x] as number, places[y] as number);
  if (isBefore(a, b)) swap(places, first, isBefore(b, c) ? b : isBefore(a, c) ? c : a);
  else swap(places, first, isBefore(a, c) ? a : isBefore(b, c) ? c : b);
}

function insertionSort(places: number[], first: number, last: number, before: Before): void {
  for (let i = first + 1; i < last; i++) {
    const place = places[i] as number;
    let at = i;
    while (at > first && before(place, places[at - 1] as number)) {
      places[at] = places[at - 1] as number;
      at--;
    }
    places[at] = place;
  }
}

function swap(places: number[], a: number, b: number): void {
  [places[a], places[b]] = [places[b] as number, places[a] as number];
}
