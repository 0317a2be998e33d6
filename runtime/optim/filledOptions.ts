import { alternatives, nearestName } from "../errors.js";

/** Stands in a table of defaults for an option that must be given. */
export const REQUIRED: unique symbol = Symbol("required");

/** An option's default, or that it has none. */
export type Defaults<Options> = { readonly [Name in keyof Options]: Options[Name] | typeof REQUIRED };

/** Options of PyTorch that choose among implementations of the same numbers; here there is one, so that they are taken and forgotten. */
const IMPLEMENTATION_OPTIONS = ["foreach", "fused", "capturable"];

/**
 * Options with the defaults where none is given (or it is undefined).
 *
 * @param owner the class, for the texts.
 * @throws TypeError for an option that is unknown or that must be given.
 */
export function filledOptions<Options extends object>(
  owner: string,
  defaults: Defaults<Options>,
  given: Partial<Options>,
): Options {
  const filled: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (name in defaults) filled[name] = value === undefined ? filled[name] : value;
    else if (!IMPLEMENTATION_OPTIONS.includes(name)) throw unknownOption(owner, name, Object.keys(defaults));
  }
  const missing = Object.keys(filled).find((name) => filled[name] === REQUIRED);
  if (missing !== undefined) {
    throw new TypeError(`${owner} needs the option \`${missing}\`. Give it: new ${owner}(…, { ${missing}: … }).`);
  }
  return filled as Options;
}

function unknownOption(owner: string, name: string, known: readonly string[]): TypeError {
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
  return new TypeError(`${owner} has no option \`${name}\`; it can be ${alternatives(known)}.${hint}`);
}
