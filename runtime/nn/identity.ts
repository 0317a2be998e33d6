import { Module } from "./module.js";

/** Gives back what it gets. Arguments of its constructor are ignored, so that it can stand in for any layer. */
export class Identity extends Module {
  constructor(..._ignored: unknown[]) {
    super();
  }

  override forward<T>(x: T): T {
    return x;
  }
}
