import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The CLI of the runtime that an experiment has installed; null: it has none. */
export function runtimeCli(program: string): string | null {
  for (let folder = dirname(program); ; folder = dirname(folder)) {
    const cli = join(folder, "node_modules", "lightning-runtime", "dist", "cli.js");
    if (existsSync(cli)) return cli;
    if (folder === dirname(folder)) return null;
  }
}
