import { Script } from "node:vm";
import { adapterErrors } from "../adapterErrors.js";
import { type TypeScriptExpressions, withoutPrivateNames } from "../evaluation/typeScriptExpressions.js";
import type { BreakpointOptions } from "./breakpoint.js";
import { breakpointCondition, hitTest } from "./breakpointCondition.js";
import { type GuardCode, guardCode } from "./guardCode.js";
import { logParts } from "./logMessage.js";

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
    const written = withoutBlanks(options);
    try {
      const { condition, hitCondition, logMessage } = written;
      if (hitCondition) hitTest(hitCondition);
      const plain = {
        condition: condition ? await this.#expression(condition) : undefined,
        hitCondition,
        logMessage: logMessage ? await this.#message(logMessage) : undefined,
      };
      const expression = breakpointCondition(id, plain, written);
      return { condition: expression, guard: guardCode(id, plain, written) };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Without its types. */
  async #expression(text: string): Promise<string> {
    const code = await this.expressions.expression(text);
    if (!isSynchronous(code)) throw new SyntaxError(adapterErrors.awaits(text));
    return code;
  }

  /** The expressions in the braces of a log message, without their types. */
  async #message(message: string): Promise<string> {
    const plain = logParts(message).map(async ({ kind, text }) =>
      kind === "expression" ? `{${await this.#expression(text)}}` : text,
    );
    return (await Promise.all(plain)).join("");
  }
}

/** Fields of an editor that were emptied ask for nothing; a statement's semicolon is none of a condition's. */
function withoutBlanks({ condition, hitCondition, logMessage }: BreakpointOptions): BreakpointOptions {
  return {
    condition: condition?.trim().replace(/[\s;]+$/, ""),
    hitCondition: hitCondition?.trim(),
    logMessage: logMessage?.trim() === "" ? undefined : logMessage,
  };
}

/** False for an expression that awaits: it can be parsed in an async function only. */
function isSynchronous(code: string): boolean {
  try {
    new Script(`(function () { return (${withoutPrivateNames(code)}\n); })`);
    return true;
  } catch {
    return false;
  }
}
