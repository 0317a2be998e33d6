import type { Optimizer } from "../optim/optimizer.js";
import { countText, valueText } from "./numberText.js";

/** An optimizer in a line: `Adam lr 0.001, 4 parameters`; with several groups their rates: `lr 0.001 / 0.01`. */
export function optimizerText(optimizer: Optimizer): string {
  const parameters = optimizer.parameters().length;
  return `${optimizer.constructor.name} lr ${ratesText(optimizer)}, ${countText(parameters)} ${parameters === 1 ? "parameter" : "parameters"}`;
}

/** The rows below an optimizer: its groups, and what it remembers of its parameters. */
export function optimizerProperties(optimizer: Optimizer): object {
  const { state } = optimizer.stateDict();
  return { paramGroups: optimizer.paramGroups, state, defaults: optimizer.defaults };
}

export function ratesText({ paramGroups }: Optimizer): string {
  return paramGroups.map(({ options }) => valueText(options.lr)).join(" / ");
}
