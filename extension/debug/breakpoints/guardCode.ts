import { Script } from "node:vm";
import { GUARD_LIMIT, GUARD_SLOTS } from "../program/debuggeeSupport.js";
import type { BreakpointOptions } from "./breakpoint.js";
import { failure, hitTest } from "./breakpointCondition.js";
import { logTemplate } from "./logMessage.js";

/** A breakpoint's condition as a statement that is compiled into the user's code. */
export interface GuardCode {
  readonly code: string;
  /** Where in it the program stops; null: it only prints. */
  readonly stopsAt: number | null;
}

/**
 * What `breakpointCondition` says, as a statement: it costs some nanoseconds a hit.
 *
 * @param written what the user wrote, where that is something else. @returns null when only V8 can evaluate it, or nothing is asked for.
 */
export function guardCode(
  id: number,
  options: BreakpointOptions,
  written: BreakpointOptions = options,
): GuardCode | null {
  const { condition, hitCondition, logMessage } = options;
  if (id >= GUARD_LIMIT || (!condition && !hitCondition && !logMessage)) return null;
  const slot = `${GUARD_SLOTS}[${id}]`;
  const tests = [
    ...(condition ? [`(${condition})`] : []),
    ...(hitCondition ? [hitTest(hitCondition).replace(/^n/, `(++${slot} - 1)`)] : []),
  ];
  const head = `if (typeof ${GUARD_SLOTS} !== "undefined" && ${slot} > 0) try { ${tests.length > 0 ? `if (${tests.join(" && ")}) ` : ""}`;
  const act = logMessage ? `console.log(${logTemplate(logMessage)});` : "debugger;";
  const code = `${head}${act} } catch (__lightningError) { ${failure(id, written, "__lightningError")} }`;
  return isSafe(code, [condition, logMessage].join(" ")) ? { code, stopsAt: logMessage ? null : head.length } : null;
}

/** True when the code means the same wherever a statement may stand: a mistake would break the user's whole file. */
function isSafe(code: string, given: string): boolean {
  if (/[\n\r\u2028\u2029]/.test(code) || /\b(?:await|yield|arguments)\b/.test(given)) return false;
  try {
    new Script(`"use strict"; () => { ${code}\n }`);
    return true;
  } catch {
    return false;
  }
}
