import { SUPPORT } from "../program/debuggeeSupport.js";
import type { BreakpointOptions } from "./breakpoint.js";
import { logTemplate } from "./logMessage.js";

/**
 * One expression for V8 that is true when the breakpoint stops. As the protocol says: a hit counts only when the condition is met, and a
 * log message is printed instead of stopping. A condition that throws does not stop; it is told once.
 *
 * @param written what the user wrote, where that is something else.
 */
export function breakpointCondition(
  id: number,
  options: BreakpointOptions,
  written: BreakpointOptions = options,
): string | undefined {
  const { condition, hitCondition, logMessage } = options;
  if (!condition && !hitCondition && !logMessage) return undefined;
  const parts = [
    // The condition may end with a comment.
    ...(condition ? [`if (!(${condition}\n)) return false;`] : []),
    ...(hitCondition ? [`const n = ${SUPPORT}.hit(${id}); if (!(${hitTest(hitCondition)})) return false;`] : []),
    logMessage ? `console.log(${logTemplate(logMessage)}); return false;` : "return true;",
  ];
  return `(() => { try { ${parts.join(" ")} } catch (error) { ${failure(id, written, "error")} return false; } })()`;
}

/** The statement that tells once what went wrong. @param error the name of what was thrown. */
export function failure(id: number, { condition, hitCondition, logMessage }: BreakpointOptions, error: string): string {
  const what = logMessage
    ? `The log message \`${logMessage}\`${condition ? ` with the condition \`${condition}\`` : ""} cannot be printed`
    : `The breakpoint with \`${condition || hitCondition}\` cannot tell whether to stop`;
  return `${SUPPORT}.failed(${id}, ${JSON.stringify(what)}, ${error});`;
}

/** `5` stops at the fifth hit, `>= 5`, `% 10` (every tenth) and the like as they say. */
export function hitTest(hitCondition: string): string {
  const match = /^\s*(>=|<=|>|<|={1,3}|%)?\s*(\d+)\s*$/.exec(hitCondition);
  const [, operator = "=", digits = ""] = match ?? [];
  const count = Number(digits);
  if (match === null || !Number.isSafeInteger(count) || (operator === "%" && count === 0))
    throw new Error(
      `The hit count \`${hitCondition}\` is not understood. Write a number, or one with a comparison: \`5\`, \`>= 5\`, \`% 10\`.`,
    );
  return operator === "%" ? `n % ${count} === 0` : `n ${operator.startsWith("=") ? "===" : operator} ${count}`;
}
