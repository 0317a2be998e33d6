import { alternatives, nearestName } from "../errors.js";

/** Refuses options that a callback does not have, which would do nothing, and finds those that are missing. */
export function checkOptions<Options extends object>(
  className: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
  required: readonly (keyof Options & string)[] = [],
): void {
  const names = Object.keys(known);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearestName(unknown, names);
    throw new TypeError(
      `${className} has no option \`${unknown}\`.${near === undefined ? ` The options are ${alternatives(names)}.` : ` Did you mean \`${near}\`?`}`,
    );
  }
  const missing = required.find((name) => (options[name] ?? null) === null);
  if (missing !== undefined) throw new TypeError(`${className} needs the option \`${missing}\`.`);
}
