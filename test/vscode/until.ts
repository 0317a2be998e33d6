const LIMIT_MS = 60_000;
const POLL_MS = 50;

/**
 * Waits until `look` finds something.
 *
 * @param what for the error: it was waited for in vain.
 */
export async function until<T>(what: string, look: () => Promise<T | null>, limitMs = LIMIT_MS): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end; ) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`Waited ${limitMs / 1000} s for ${what}.`);
}
