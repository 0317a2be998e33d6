/** Where a command prints. */
export interface CommandOutput {
  out(line: string): void;
  err(line: string): void;
}
