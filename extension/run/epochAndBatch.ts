/** `3`, `3, 20`, `3/20` or `epoch 3, batch 20`. */
const TEXT = /^\s*(?:epoch\s*)?(\d{1,9})(?:\s*[,/:\s]\s*(?:batch\s*)?(\d{1,9}))?\s*$/i;

/** A place in a training, from 0, as a user writes it. Without a batch: the epoch's first. @returns null: it is none. */
export function epochAndBatch(text: string): { readonly epoch: number; readonly batch: number } | null {
  const match = TEXT.exec(text);
  return match === null ? null : { epoch: Number(match[1]), batch: Number(match[2] ?? 0) };
}
