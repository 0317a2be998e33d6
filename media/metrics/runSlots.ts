/** How a run is drawn: which colour of the palette, and which dash pattern (0: a full line). */
export interface RunSlot {
  readonly colour: number;
  readonly dash: number;
}

/** How many there are to choose from; the `first` colours go before the others. */
export interface SlotCounts {
  readonly first: number;
  readonly colours: number;
  readonly dashes: number;
}

/**
 * Gives each shown run a slot, by a hash of its id, so that a run looks the same in every panel. Where two hashes meet, the later run takes
 * the next free colour, and when all colours are taken, the next dash pattern. A run that is already shown keeps its own.
 */
export function runSlots(
  shown: readonly string[],
  before: ReadonlyMap<string, RunSlot>,
  { first, colours, dashes }: SlotCounts,
): ReadonlyMap<string, RunSlot> {
  const result = new Map<string, RunSlot>();
  const taken = new Set<number>();
  const take = (id: string, slot: RunSlot) => {
    result.set(id, slot);
    taken.add(slot.dash * colours + slot.colour);
  };
  for (const id of shown) {
    const slot = before.get(id);
    if (slot !== undefined) take(id, slot);
  }
  for (const id of shown) {
    if (!result.has(id)) take(id, freeSlot(hash(id) % first));
  }
  return result;

  /** The first free slot from one of the first colours on; that colour again when none is free. */
  function freeSlot(start: number): RunSlot {
    for (let offset = 0; offset < colours * dashes; offset++) {
      const turn = offset % colours;
      const slot = { colour: turn < first ? (start + turn) % first : turn, dash: Math.floor(offset / colours) };
      if (!taken.has(slot.dash * colours + slot.colour)) return slot;
    }
    return { colour: start, dash: 0 };
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
