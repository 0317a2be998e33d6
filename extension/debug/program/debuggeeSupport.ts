import { DEBUG_SYMBOL } from "../../../runtime/protocol/launch.js";

/** What the adapter puts into each thread of the debuggee, for what must be decided there. */
export const SUPPORT = 'globalThis[Symbol.for("lightning.debugger")]';

/** A typed array of each thread: for each breakpoint 0 while its guard is off, else one more than its hits. Reading it costs nothing. */
export const GUARD_SLOTS = "__lightningGuards";
/** How many breakpoints of a session can have a guard. */
export const GUARD_LIMIT = 4096;

/** The runtime's debug object; absent: this thread has no runtime. */
export const RUNTIME_API = `globalThis[Symbol.for(${JSON.stringify(DEBUG_SYMBOL)})]`;

/**
 * `hit` counts for breakpoints; `failed` tells once what a condition has thrown; `text` shows a value of a log message; `isNew` is true for
 * an exception that it was not asked about before.
 */
export const INSTALL_SUPPORT = `(() => {
  const [hits, failures, seen] = [new Map(), new Set(), new WeakSet()];
  const value = {
    hit(id) { const n = (hits.get(id) ?? 0) + 1; hits.set(id, n); return n; },
    failed(id, what, error) {
      if (failures.has(id)) return;
      failures.add(id);
      console.error(what + ": " + error);
    },
    text(value) {
      if (value === null || typeof value !== "object") return String(value);
      const shown = ${RUNTIME_API}?.describe(value);
      if (typeof shown === "string") return shown;
      if (value instanceof Error || value instanceof RegExp) return String(value);
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
      try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
    },
    isNew(error) {
      if (error === null || (typeof error !== "object" && typeof error !== "function")) return true;
      const known = seen.has(error);
      seen.add(error);
      return !known;
    },
    error: undefined,
  };
  Object.defineProperty(globalThis, "${GUARD_SLOTS}", { value: new Float64Array(${GUARD_LIMIT}), configurable: true });
  Object.defineProperty(globalThis, Symbol.for("lightning.debugger"), { value, configurable: true });
})()`;
