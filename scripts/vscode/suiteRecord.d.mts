/** What a suite ends with when its extension host died before it was over. */
export const DIED_EARLY: number;

export function recordedSuite(
  folder: string,
  tests: string,
): { readonly entry: string; exitCode(code: number): number };
