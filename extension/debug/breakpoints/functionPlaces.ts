import type { Outlines } from "../outlines.js";
import type { GeneratedPlace, Script } from "../scripts.js";
import type { OutlinedFunction } from "../sourceOutline.js";

/** Where functions begin, by their names: `trainingStep` is every function of that name, `Net.forward` the one of that class. */
export class FunctionPlaces {
  constructor(private readonly outlines: Outlines) {}

  async find(script: Script, name: string): Promise<GeneratedPlace[]> {
    const outline = await this.outlines.of(script);
    return outline === null ? [] : outline.functions.filter(isNamed(name)).map(({ start }) => outline.placeOf(start));
  }
}

function isNamed(wanted: string): (found: OutlinedFunction) => boolean {
  const dot = wanted.lastIndexOf(".");
  const [owner, name] = dot < 0 ? [null, wanted] : [wanted.slice(0, dot), wanted.slice(dot + 1)];
  return (found) => found.name === name && (owner === null || plain(found.owner) === plain(owner));
}

/** A transpiler calls a class `_Net` where it names itself within. */
function plain(owner: string | null): string {
  return (owner ?? "").replace(/^_/, "").replace(/\.prototype$/, "");
}
