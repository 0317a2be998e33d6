import { LightningModule } from "./lightningModule.js";

/** The methods that the user wrote for a module: those of its classes below LightningModule. */
export function userMethods(module: LightningModule): ((...args: never[]) => unknown)[] {
  const methods: ((...args: never[]) => unknown)[] = [];
  for (
    let prototype = Object.getPrototypeOf(module);
    prototype !== LightningModule.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (typeof value === "function" && name !== "constructor") methods.push(value);
  }
  return methods;
}
