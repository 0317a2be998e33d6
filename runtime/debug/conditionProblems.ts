import type { BatchCondition, Names } from "./batchCondition.js";

/** Tells, each once, of conditions that name what there is not, and of those that throw: they never hold, and nobody would know why. */
export class ConditionProblems {
  readonly #told = new Set<string>();

  /** @param names what conditions may name by now. */
  tell(conditions: readonly BatchCondition[], names: Names): void {
    for (const condition of conditions) {
      const { text, failure } = condition;
      const [unknown] = condition.unknown(names);
      if (unknown !== undefined)
        this.#say(`The condition \`${text}\` names \`${unknown}\`, ${NOT_LOGGED} ${known(names)}.`);
      else if (failure !== null) this.#say(`The condition \`${text}\` cannot tell whether to stop: ${failure}.`);
    }
  }

  /** @param wanted names of metrics. */
  tellNames(wanted: readonly string[], { metrics, ...names }: Names): void {
    for (const name of wanted)
      if (!Object.hasOwn(metrics ?? {}, name))
        this.#say(`\`${name}\` is to stay finite, ${NOT_LOGGED} ${known({ metrics, ...names })}.`);
  }

  #say(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    console.warn(text);
  }
}

const NOT_LOGGED = "but nothing of this name has been logged in the epochs so far. Logged were";

function known({ metrics }: Names): string {
  const logged = Object.keys(metrics ?? {});
  return logged.length === 0 ? "no metrics" : logged.map((name) => `\`${name}\``).join(", ");
}
