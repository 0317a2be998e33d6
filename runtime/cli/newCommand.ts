import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { alternatives, nearestName } from "../errors.js";
import { createExperiment, experimentTemplates } from "../scaffold/createExperiment.js";
import { installExperiment } from "../scaffold/installExperiment.js";
import type { CommandOutput } from "./commandOutput.js";

/** `lightning new DIR`: writes an experiment from a template and installs what it needs. */
export async function newCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const parsed = parsedArguments(args);
  if (parsed instanceof Error) {
    io.err(`lightning new: ${parsed.message}`);
    return 2;
  }
  const { values, positionals } = parsed;
  const [dir, ...more] = positionals;
  const templates = experimentTemplates();
  if (dir === undefined || more.length > 0) {
    io.err(`lightning new needs one folder: \`lightning new my-experiment\`. Templates: ${alternatives(templates)}.`);
    return 2;
  }
  if (!templates.includes(values.template)) {
    const near = nearestName(values.template, templates);
    io.err(
      `There is no template \`${values.template}\`. ${near === undefined ? `There is ${alternatives(templates)}.` : `Did you mean \`${near}\`?`}`,
    );
    return 2;
  }
  const folder = resolve(dir);
  const files = await createExperiment({ folder, template: values.template, name: basename(folder) });
  io.out(`Made ${files.length} files in ${folder}`);
  if (!values["no-install"]) await installExperiment(folder, (line) => io.out(line));
  io.out(
    `\nNext:\n  cd ${dir.includes(" ") ? `"${dir}"` : dir}\n${values["no-install"] ? "  npm install\n" : ""}  npm run train\n  code .`,
  );
  return 0;
}

function parsedArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { template: { type: "string", default: "digits" }, "no-install": { type: "boolean", default: false } },
    });
  } catch (error) {
    return error as Error;
  }
}
