import { Script } from "node:vm";
import type { TypeScriptExpressions } from "../evaluation/typeScriptExpressions.js";
import type { BreakpointOptions } from "./breakpoint.js";
import { breakpointCondition, hitTest } from "./breakpointCondition.js";
import { type GuardCode, guardCode } from "./guardCode.js";

/** What must hold for a breakpoint to stop, made ready for the program. */
export type PreparedCondition =
  /** An expression that V8 evaluates at each hit; undefined: it stops always. */
  | { readonly condition: string | undefined; readonly guard: GuardCode | null }
  /** It cannot be understood: why, for the user. */
  | { readonly refused: string };

/** Turns what the user wrote into something that decides within the program, never by pausing it. */
export interface Conditions {
  prepare(id: number, options: BreakpointOptions): Promise<PreparedCondition>;
}

/** Conditions that V8 evaluates: any of TypeScript's expressions, at a cost of some 0.1 ms a hit. */
export class V8Conditions implements Conditions {
  constructor(private readonly expressions: TypeScriptExpressions) {}

  async prepare(id: number, options: BreakpointOptions): Promise<PreparedCondition> {
    try {
      if (options.hitCondition) hitTest(options.hitCondition);
      const condition = options.condition ? await this.expressions.expression(options.condition) : undefined;
      const logMessage = options.logMessage ? await this.#message(options.logMessage) : undefined;
      const expression = breakpointCondition(id, { ...options, condition, logMessage });
      // A private name is none where nothing declares it: only V8 can tell.
      if (expression !== undefined && !expression.includes("#")) new Script(expression);
      return { condition: expression, guard: guardCode(id, { ...options, condition, logMessage }) };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The expressions in the braces of a log message, without their types. */
  async #message(message: string): Promise<string> {
    const parts = message.split(/(\{[^{}]*\})/);
    const plain = parts.map(async (part) =>
      /^\{[^{}]+\}$/.test(part) ? `{${await this.expressions.expression(part.slice(1, -1))}}` : part,
    );
    return (await Promise.all(plain)).join("");
  }
}
