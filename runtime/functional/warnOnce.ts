const said = new Set<string>();

/** Warns of something that happens in every step, the first time only, as Python's warnings do. */
export function warnOnce(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  console.warn(text);
}

/** Lets every warning be said again. */
export function forgetWarnings(): void {
  said.clear();
}
