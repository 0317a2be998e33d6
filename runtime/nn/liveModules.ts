import type { Module } from "./module.js";

/** Every module that is in use: modules do not know what they are part of, and an error is to say where its layer stands. */
const live = new Set<WeakRef<Module>>();
const collected = new FinalizationRegistry<WeakRef<Module>>((reference) => live.delete(reference));

/** Takes note of a new module; it is forgotten with the module. */
export function noteModule(module: Module): void {
  const reference = new WeakRef(module);
  live.add(reference);
  collected.register(module, reference);
}

/** The path of a module in the largest model that it is part of: `encoder.0`; `""` when it is part of none. Searches, so it is slow. */
export function pathOf(module: Module): string {
  let longest = "";
  for (const reference of live) {
    const found =
      reference
        .deref()
        ?.namedModules()
        .find(([, part]) => part === module)?.[0] ?? "";
    if (depth(found) >= depth(longest)) longest = found;
  }
  return longest;
}

function depth(path: string): number {
  return path === "" ? 0 : path.split(".").length;
}
