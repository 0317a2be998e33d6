/** How long a program has to end by itself after it was asked to, in ms. */
const GRACE_MS = 5_000;

/** What ends a program. */
export interface EndingSteps {
  /** Lets it run on whatever it is paused at, and asks it to end. */
  ask(): Promise<void>;
  /** Ends it by force. */
  force(): void;
  readonly ended: Promise<unknown>;
}

/** Ends a program: gracefully, then by force. */
export class Ending {
  #termination: Promise<void> | null = null;

  constructor(private readonly steps: EndingSteps) {}

  get isUnderWay(): boolean {
    return this.#termination !== null;
  }

  /** Asking again changes nothing. */
  terminate(): Promise<void> {
    this.#termination ??= this.#terminate();
    return this.#termination;
  }

  async kill(): Promise<void> {
    this.steps.force();
    await this.steps.ended;
  }

  async #terminate(): Promise<void> {
    const timer = setTimeout(() => this.steps.force(), GRACE_MS);
    // It may hang, so that it does not even answer.
    void this.steps.ask().catch(() => undefined);
    await this.steps.ended;
    clearTimeout(timer);
  }
}
