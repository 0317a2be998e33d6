import type { Module } from "../module.js";
import { NumberedModules } from "./numberedModules.js";

/** A list of modules that are found as children, named "0", "1", …; what is computed with them is up to its owner. */
export class ModuleList<Child extends Module = Module> extends NumberedModules<Child> {
  constructor(modules: Iterable<Child> = []) {
    super();
    this.extend(modules);
  }
}
