/** Hyperparameters as they are logged: plain data. */
export type Hparams = Record<string, unknown>;

/** Remembers hyperparameters: the module and the data module share it. */
export class HparamsHolder {
  /** What `saveHyperparameters` was given; change it freely. */
  readonly hparams: Hparams = {};
  /** The same as it was when saved. */
  hparamsInitial: Hparams = {};
  /** False: they are kept but not given to the loggers. */
  logHyperparameters = true;

  save(
    hparams: Readonly<Hparams>,
    options: { readonly ignore?: readonly string[]; readonly logger?: boolean } = {},
  ): void {
    const ignore = options.ignore ?? [];
    for (const [name, value] of Object.entries(hparams)) if (!ignore.includes(name)) this.hparams[name] = value;
    this.hparamsInitial = { ...this.hparams };
    this.logHyperparameters = options.logger ?? true;
  }
}
