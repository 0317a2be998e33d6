import { SUPPORT } from "../program/debuggeeSupport.js";
import type { BreakpointOptions } from "./breakpoint.js";

/**
 * One expression for V8 that is true when the breakpoint stops. As the protocol says: a hit counts only when the condition is met, and a
 * log message is printed instead of stopping. A condition that throws does not stop; it is told once.
 */
export function breakpointCondition(
  id: number,
  { condition, hitCondition, logMessage }: BreakpointOptions,
): string | undefined {
  if (!condition && !hitCondition && !logMessage) return undefined;
  const parts = [
    ...(condition ? [`if (!(${condition})) return false;`] : []),
    ...(hitCondition ? [`const n = ${SUPPORT}.hit(${id}); if (!(${hitTest(hitCondition)})) return false;`] : []),
    logMessage ? `console.log(${logTemplate(logMessage)}); return false;` : "return true;",
  ];
  return `(() => { try { ${parts.join(" ")} } catch (error) { ${SUPPORT}.failed(${id}, ${JSON.stringify(condition || logMessage || hitCondition)}, error); return false; } })()`;
}

/** `5` stops at the fifth hit, `>= 5`, `% 10` (every tenth) and the like as they say. */
export function hitTest(hitCondition: string): string {
  const match = /^\s*(>=|<=|>|<|={1,3}|%)?\s*(\d+)\s*$/.exec(hitCondition);
  if (match === null || (match[1] === "%" && Number(match[2]) === 0))
    throw new Error(
      `The hit count \`${hitCondition}\` is not understood. Write a number, or one with a comparison: \`5\`, \`>= 5\`, \`% 10\`.`,
    );
  const [, operator = "=", count = "1"] = match;
  return operator === "%" ? `n % ${count} === 0` : `n ${operator.startsWith("=") ? "===" : operator} ${count}`;
}

/** `loss is {loss}` as a template literal; what stands in braces is evaluated. */
export function logTemplate(message: string): string {
  const parts = message.split(/(\{[^{}]+\})/);
  const text = (part: string) => part.replace(/[`\\]/g, "\\$&").replace(/\$(?=\{)/g, "\\$");
  const shown = parts.map((part) =>
    /^\{[^{}]+\}$/.test(part) ? `\${${SUPPORT}.text(${part.slice(1, -1)})}` : text(part),
  );
  return `\`${shown.join("")}\``;
}
