/** Ends a run after its tuning: the Trainer takes it for a run that is finished. */
export class TunerExit extends Error {
  override name = "TunerExit";

  constructor() {
    super("The tuner has what it wanted to know.");
  }
}
