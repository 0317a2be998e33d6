/** A part of a tensor: a range of each of its dimensions. */
export interface Block {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** Cuts a block into parts of at most `limit` values, whose values behind each other are those of the block. */
export function blockParts({ begin, size }: Block, limit: number): Block[] {
  const values = size.reduce((product, length) => product * length, 1);
  const cut = size.findIndex((length) => length > 1);
  const length = size[cut] ?? 1;
  if (values <= limit || length === 1) return [{ begin, size }];
  const step = Math.max(1, Math.floor((limit * length) / values));
  const parts: Block[] = [];
  for (let at = 0; at < length; at += step)
    parts.push(
      ...blockParts(
        { begin: begin.with(cut, (begin[cut] ?? 0) + at), size: size.with(cut, Math.min(step, length - at)) },
        limit,
      ),
    );
  return parts;
}
