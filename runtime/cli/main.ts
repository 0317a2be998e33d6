#!/usr/bin/env node
import { nearestName } from "../errors.js";
import { packageVersion } from "../packageFolder.js";
import { COMMANDS, helpText } from "./commands.js";

/** `lightning COMMAND …`: what the shell, the extension and the debugger start. */
async function main(argv: readonly string[]): Promise<number> {
  const [name = "--help", ...args] = argv;
  if (name === "--version" || name === "-v") {
    console.log(packageVersion());
    return 0;
  }
  if (name === "--help" || name === "-h") {
    console.log(helpText());
    return 0;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) {
    const near = nearestName(
      name,
      COMMANDS.map((known) => known.name),
    );
    const hint = near === undefined ? "" : ` Did you mean \`lightning ${near}\`?`;
    console.error(`lightning ${name}: there is no such command.${hint}\n\n${helpText()}`);
    return 2;
  }
  return command.run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
