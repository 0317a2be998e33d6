import { Module } from "../nn/module.js";

/** Hyperparameters as they are logged: plain data. */
export type Hparams = Record<string, unknown>;

export interface SaveHparamsOptions {
  /** Names not to keep, also of those that were saved before. */
  readonly ignore?: string | readonly string[];
  /** False: they are kept but not given to the loggers; default true. */
  readonly logger?: boolean;
}

/** Remembers hyperparameters: the module and the data module share it. */
export class HparamsHolder {
  /** What `saveHyperparameters` was given; change it freely. */
  readonly hparams: Hparams = {};
  /** True when they are given to the loggers. */
  logHyperparameters = false;
  #initial: Hparams = {};

  /** A copy of what was saved, as it was then. */
  get hparamsInitial(): Hparams {
    return copyOf(this.#initial) as Hparams;
  }

  save(hparams: Readonly<Hparams>, { ignore = [], logger = true }: SaveHparamsOptions = {}): void {
    this.logHyperparameters = logger;
    if (Object.keys(hparams).length === 0) return;
    Object.assign(this.hparams, hparams);
    for (const name of typeof ignore === "string" ? [ignore] : ignore) delete this.hparams[name];
    for (const [name, value] of Object.entries(this.hparams)) if (value instanceof Module) warnOfModule(name);
    this.#initial = copyOf(this.hparams) as Hparams;
  }
}

/**
 * What `saveHyperparameters` was called with, as one object: the object itself, or the named fields of the object that called it.
 *
 * @param owner whose fields the names are.
 */
export function givenHparams(
  owner: object,
  given: readonly unknown[],
): readonly [hparams: Hparams, options: SaveHparamsOptions] {
  const [first, second] = given;
  if (typeof first === "object" && first !== null) return [first as Hparams, (second ?? {}) as SaveHparamsOptions];
  const names = given.filter((name) => typeof name === "string");
  const options = given.find((value) => typeof value === "object" && value !== null) ?? {};
  if (names.length === 0) throw noHparams(owner);
  const fields = owner as Readonly<Record<string, unknown>>;
  const missing = names.find((name) => !(name in fields));
  if (missing !== undefined) throw unknownHparam(owner, missing);
  return [Object.fromEntries(names.map((name) => [name, fields[name]])), options];
}

export function hparamsAssigned(owner: object): TypeError {
  return new TypeError(
    `\`hparams\` of ${owner.constructor.name} cannot be assigned. Change its entries, or call \`saveHyperparameters\`.`,
  );
}

function noHparams(owner: object): TypeError {
  return new TypeError(
    `${owner.constructor.name}: \`saveHyperparameters()\` needs the hyperparameters, since a constructor's arguments are not known in JavaScript. Write \`saveHyperparameters({ lr, hidden })\`, or the names of fields that are set already.`,
  );
}

function unknownHparam(owner: object, name: string): TypeError {
  return new TypeError(
    `${owner.constructor.name} has no field \`${name}\` yet, so \`saveHyperparameters("${name}")\` cannot save it. Set it before, or write \`saveHyperparameters({ ${name} })\`.`,
  );
}

function warnOfModule(name: string): void {
  console.warn(
    `The hyperparameter '${name}' is a Module, whose weights are in every checkpoint already. Leave it out: \`saveHyperparameters(…, { ignore: "${name}" })\`.`,
  );
}

/** Plain data are copied whole; anything else is shared. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner)]));
}
