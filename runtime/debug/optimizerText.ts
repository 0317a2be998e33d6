import type { Optimizer } from "../optim/optimizer.js";
import { countText, valueText } from "./numberText.js";

// Exports are side effects in V8's eyes: see moduleText.ts.
const [grouped, shown] = [countText, valueText];

/** An optimizer in a line: `Adam lr 0.001, 4 parameters`; with several groups their rates: `lr 0.001 / 0.01`. */
export function optimizerText(optimizer: Optimizer): string {
  const parameters = optimizer.parameters().length;
  return `${optimizer.constructor.name} lr ${lineOfRates(optimizer)}, ${grouped(parameters)} ${parameters === 1 ? "parameter" : "parameters"}`;
}

/** The rows below an optimizer: its groups, and what it remembers of its parameters. */
export function optimizerProperties(optimizer: Optimizer): object {
  const { state } = optimizer.stateDict();
  return { paramGroups: optimizer.paramGroups, state, defaults: optimizer.defaults };
}

export function ratesText(optimizer: Optimizer): string {
  return lineOfRates(optimizer);
}

function lineOfRates({ paramGroups }: Optimizer): string {
  return paramGroups.map(({ options }) => shown(options.lr)).join(" / ");
}
