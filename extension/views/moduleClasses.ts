const MODULE_CLASS =
  /^[ \t]*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+\w+(?:<[^\n]*?>)?\s+extends\s+(?:\w+\.)?LightningModule\b/gm;

/** The lines, from 0, on which a class begins that extends LightningModule. */
export function moduleClasses(text: string): number[] {
  return [...text.matchAll(MODULE_CLASS)].map(({ index }) => text.slice(0, index).split("\n").length - 1);
}
