/** What a breakpoint asks for before it stops. */
export interface BreakpointOptions {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/**
 * One expression for V8 that is true when the breakpoint stops. As the protocol says: a hit counts only when the condition is met, and a
 * log message is printed instead of stopping.
 */
export function breakpointCondition(
  id: number,
  { condition, hitCondition, logMessage }: BreakpointOptions,
): string | undefined {
  if (!condition && !hitCondition && !logMessage) return undefined;
  const parts = [
    ...(condition ? [`if (!(${condition})) return false;`] : []),
    ...(hitCondition
      ? [
          `const hits = (globalThis.__lightningHits ??= {}); const n = (hits[${id}] = (hits[${id}] ?? 0) + 1); if (!(${hitTest(hitCondition)})) return false;`,
        ]
      : []),
    logMessage ? `console.log(${logTemplate(logMessage)}); return false;` : "return true;",
  ];
  return `(() => { try { ${parts.join(" ")} } catch { return false; } })()`;
}

/** `5` stops at the fifth hit, `>= 5`, `% 10` (every tenth) and the like as they say. */
export function hitTest(hitCondition: string): string {
  const match = /^\s*(>=|<=|>|<|===?|%)?\s*(\d+)\s*$/.exec(hitCondition);
  if (match === null)
    throw new Error(
      `The hit count \`${hitCondition}\` is not understood. Write a number, or one with a comparison: \`5\`, \`>= 5\`, \`% 10\`.`,
    );
  const [, operator = "===", count = "1"] = match;
  return operator === "%" ? `n % ${count} === 0` : `n ${operator.startsWith("=") ? "===" : operator} ${count}`;
}

/** `loss is {loss}` as a template literal; what stands in braces is evaluated. */
function logTemplate(message: string): string {
  const escaped = message.replace(/[`\\]/g, "\\$&").replace(/\$(?=\{)/g, "\\$");
  return `\`${escaped.replace(/\{([^{}]*)\}/g, (_, expression: string) => `\${${expression.replace(/\\([`\\])/g, "$1")}}`)}\``;
}
