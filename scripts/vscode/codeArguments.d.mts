export interface CodeOptions {
  readonly folder: string | null;
  readonly extensions: readonly string[];
  readonly tests: string | null;
  readonly userDataDir: string | null;
  readonly extensionsDir: string | null;
  readonly vsix: string | null;
}

export function parseCodeArguments(args: readonly string[]): CodeOptions;
