/** What a launcher (the debugger, "Lightning: Run", a user's shell) tells the runtime through the environment. */
export const launchVariables = {
  /** JSON object of Trainer options that win over those in the user's `new Trainer(...)`. */
  overrides: "LIGHTNING_OVERRIDES",
  /** `node`, `wasm` or `cpu`: forces a backend. */
  backend: "LIGHTNING_BACKEND",
  /** Folder for what all experiments share: the built backend, transpiled sources. */
  cache: "LIGHTNING_CACHE",
} as const;

/** The registered symbol under which the runtime offers its debug object on `globalThis`; absent: no runtime in this process. */
export const DEBUG_SYMBOL = "lightning.debug";
