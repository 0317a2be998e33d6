/** A state key that tells callbacks of one class apart by what they were made with: `EarlyStopping{'monitor': 'val_loss', 'mode': 'min'}`. */
export function stateKeyOf(callback: object, settings: Readonly<Record<string, string | number | null>>): string {
  const entries = Object.entries(settings).map(
    ([name, value]) => `'${name}': ${typeof value === "string" ? `'${value}'` : value}`,
  );
  return `${callback.constructor.name}{${entries.join(", ")}}`;
}
