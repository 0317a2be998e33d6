/** A run was asked to stop from outside: Ctrl-C, a stop button, a closing terminal. */
export class Interruption extends Error {
  override name = "Interruption";

  constructor(readonly signal: NodeJS.Signals) {
    super(`The run was interrupted by ${signal}.`);
  }

  /** What a shell expects of a process that a signal ended. */
  get exitCode(): number {
    return 128 + (this.signal === "SIGTERM" ? 15 : this.signal === "SIGHUP" ? 1 : 2);
  }
}

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** One Ctrl-C may arrive twice: from the terminal, and passed on by `npm run`. */
const SAME_REQUEST_MS = 1000;

/**
 * Listens for signals while a run is on. The first one asks it to end at the next batch; another one, a second later or more, ends the
 * process at once.
 *
 * @returns a function that stops listening.
 */
export function onInterrupt(interrupt: (interruption: Interruption) => void): () => void {
  let askedAt = Number.NaN;
  const listener = (signal: NodeJS.Signals) => {
    const interruption = new Interruption(signal);
    const now = performance.now();
    if (now - askedAt < SAME_REQUEST_MS) return;
    if (!Number.isNaN(askedAt)) process.exit(interruption.exitCode);
    askedAt = now;
    interrupt(interruption);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}
