import type { FunctionName } from "../functionNames.js";
import type { Outlines } from "../outlines.js";
import type { GeneratedPlace, Script } from "../scripts.js";

/** Where functions begin, by their names: `trainingStep` is every function of that name, `Net.forward` the one of that class. */
export class FunctionPlaces {
  constructor(private readonly outlines: Outlines) {}

  async find(script: Script, name: string): Promise<GeneratedPlace[]> {
    const outline = await this.outlines.of(script);
    return outline === null ? [] : outline.functions.filter(isNamed(name)).map(({ start }) => outline.placeOf(start));
  }
}

/** As the stack writes it, too: `Net.get size`. The name of a class means its constructor. */
function isNamed(wanted: string): (found: FunctionName) => boolean {
  const parts = wanted
    .replace(/\(\)$/, "")
    .split(".")
    .filter((part) => part !== "prototype");
  const name = parts.at(-1)?.replace(/^(?:get|set) /, "") ?? "";
  const owner = parts.at(-2);
  return (found) => {
    if (name === "" || found.name === "") return false;
    if (found.name === "constructor" && plain(found.owner) === name) return owner === undefined || owner === name;
    return found.name === name && (owner === undefined || plain(found.owner) === plain(owner));
  };
}

/** A transpiler calls a class `_Net` where it names itself within. */
function plain(owner: string | null): string {
  return (owner ?? "").replace(/^_/, "");
}
