/** A state as plain data: JSON values, and tensors where `T` allows them. */
export type StateDict = { readonly [key: string]: unknown };

/** Whatever survives a restart: loops, callbacks, loaders, optimizers, schedulers, the random generator. */
export interface Stateful {
  stateDict(): StateDict;
  loadStateDict(state: StateDict): void;
}
