import type { DebugProtocol } from "@vscode/debugprotocol";
import type { TypeScriptExpressions } from "../evaluation/typeScriptExpressions.js";

export type FilterId = "all" | "uncaught" | "userUnhandled";

/** The kinds of exceptions that a user can stop at. */
export const EXCEPTION_FILTERS: readonly (DebugProtocol.ExceptionBreakpointsFilter & { filter: FilterId })[] = [
  {
    filter: "all",
    label: "Caught Exceptions",
    description: "Stops wherever something is thrown, even if it is caught.",
    supportsCondition: true,
    conditionDescription: 'An expression over `error`, for example `error.name === "RangeError"`',
  },
  {
    filter: "userUnhandled",
    label: "Exceptions Leaving Your Code",
    description:
      "Stops where something is thrown that your code does not catch, also when the Trainer does: with your variables still there.",
    default: true,
    supportsCondition: true,
    conditionDescription: "An expression over `error`, for example `/shape/.test(error.message)`",
  },
  {
    filter: "uncaught",
    label: "Uncaught Exceptions",
    description: "Stops where something is thrown that nothing catches.",
    default: true,
    supportsCondition: true,
    conditionDescription: "An expression over `error`, for example `!(error instanceof TypeError)`",
  },
];

/** A filter that is on. */
export interface ActiveFilter {
  readonly id: FilterId;
  /** In JavaScript; null: none. */
  readonly condition: string | null;
}

/** Which filters are on. */
export class ExceptionFilters {
  #active: readonly ActiveFilter[] = [];

  constructor(private readonly expressions: TypeScriptExpressions) {}

  get active(): readonly ActiveFilter[] {
    return this.#active;
  }

  /** @returns what became of each, in the order filters, then options. */
  async set({
    filters,
    filterOptions = [],
  }: DebugProtocol.SetExceptionBreakpointsArguments): Promise<DebugProtocol.Breakpoint[]> {
    const wanted = [...filters.map((filterId) => ({ filterId })), ...filterOptions];
    const made = await Promise.all(wanted.map((option) => this.#make(option)));
    this.#active = made.flatMap(({ filter }) => (filter === null ? [] : [filter]));
    return made.map(({ message }) => (message === null ? { verified: true } : { verified: false, message }));
  }

  async #make({
    filterId,
    condition,
  }: DebugProtocol.ExceptionFilterOptions): Promise<{ filter: ActiveFilter | null; message: string | null }> {
    const known = EXCEPTION_FILTERS.find(({ filter }) => filter === filterId);
    if (known === undefined) return { filter: null, message: `There is no exception filter \`${filterId}\`.` };
    try {
      const expression = condition ? await this.expressions.expression(condition) : null;
      return { filter: { id: known.filter, condition: expression }, message: null };
    } catch (error) {
      return { filter: null, message: error instanceof Error ? error.message : String(error) };
    }
  }
}
