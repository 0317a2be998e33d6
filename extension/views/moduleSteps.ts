import { moduleClasses } from "./moduleClasses.js";

const STEP = /^[ \t]+(?:(?:public|override)\s+)*(trainingStep|validationStep)\s*(?:<[^>\n]*>\s*)?[(=](?![^\n]*;\s*$)/gm;

/** The lines, from 0, on which a step begins that gets batches in a fit, in a file with a class that extends LightningModule. */
export function moduleSteps(text: string): { readonly line: number; readonly step: string }[] {
  const [first] = moduleClasses(text);
  if (first === undefined) return [];
  return [...text.matchAll(STEP)]
    .map(({ index, 1: step = "" }) => ({ line: text.slice(0, index).split("\n").length - 1, step }))
    .filter(({ line }) => line > first);
}
