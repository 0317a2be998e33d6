/** A method under this symbol gives the line that JavaScript debuggers show for an object: VS Code's, and this one. */
export const DESCRIPTION: unique symbol = Symbol.for("debug.description") as never;

/** A method under this symbol gives an object whose properties they show in place of the object's own. */
export const PROPERTIES: unique symbol = Symbol.for("debug.properties") as never;

/** Gives a class a line and rows in JavaScript debuggers. It costs nothing until one asks. */
export function makeReadable<T extends object>(
  prototype: T,
  description: (value: T) => string,
  properties: (value: T) => object,
): void {
  Object.defineProperty(prototype, DESCRIPTION, {
    configurable: true,
    value(this: T) {
      return description(this);
    },
  });
  Object.defineProperty(prototype, PROPERTIES, {
    configurable: true,
    value(this: T) {
      return properties(this);
    },
  });
}
