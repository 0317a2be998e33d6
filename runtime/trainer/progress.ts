import type { StateDict, Stateful } from "../checkpoint/stateful.js";

type CountName = "ready" | "started" | "processed" | "completed";

/** How many rounds of a loop got how far. */
type Counts = Record<CountName, number>;

const NAMES: readonly CountName[] = ["ready", "started", "processed", "completed"];

/** The rounds of a loop: all there ever were, and those since it last began anew. A checkpoint keeps them; a resumed fit goes on from them. */
export class Progress implements Stateful {
  readonly total = noCounts();
  readonly current = noCounts();

  /** @param names the counts that mean something for this loop; the others are not saved. */
  constructor(private readonly names: readonly CountName[] = NAMES) {}

  ready(): void {
    this.total.ready++;
    this.current.ready++;
  }

  started(): void {
    this.total.started++;
    this.current.started++;
  }

  processed(): void {
    this.total.processed++;
    this.current.processed++;
  }

  completed(): void {
    this.total.completed++;
    this.current.completed++;
  }

  /** Rounds that count as done without having been run. */
  add(rounds: number): void {
    for (const name of NAMES) {
      this.total[name] += rounds;
      this.current[name] += rounds;
    }
  }

  /** The loop begins anew. */
  reset(): void {
    Object.assign(this.current, noCounts());
  }

  resetTotal(): void {
    Object.assign(this.total, noCounts());
  }

  /** The loop goes on after its last round that was completed. */
  resetToCompleted(): void {
    const { completed } = this.current;
    Object.assign(this.current, { ready: completed, started: completed, processed: completed });
  }

  stateDict(): StateDict {
    return { total: pick(this.total, this.names), current: pick(this.current, this.names) };
  }

  loadStateDict(state: StateDict): void {
    Object.assign(this.total, state["total"]);
    Object.assign(this.current, state["current"]);
  }
}

/** The batches of a loop. */
export class BatchProgress extends Progress {
  /** The batch that is running is the last one, as far as that is known. */
  isLastBatch = false;

  override reset(): void {
    super.reset();
    this.isLastBatch = false;
  }

  override stateDict(): StateDict {
    return { ...super.stateDict(), isLastBatch: this.isLastBatch };
  }

  override loadStateDict(state: StateDict): void {
    super.loadStateDict(state);
    this.isLastBatch = state["isLastBatch"] === true;
  }
}

function noCounts(): Counts {
  return { ready: 0, started: 0, processed: 0, completed: 0 };
}

function pick(counts: Counts, names: readonly CountName[]): Partial<Counts> {
  return Object.fromEntries(names.map((name) => [name, counts[name]]));
}
