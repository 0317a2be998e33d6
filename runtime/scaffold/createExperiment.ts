import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { packageFolder } from "../packageFolder.js";
import { packRuntime } from "./packRuntime.js";

export interface ExperimentPlan {
  /** Made when it is not there; what is in it stays. */
  readonly folder: string;
  readonly template: string;
  readonly name: string;
}

/** The templates that come with the runtime. */
export function experimentTemplates(): string[] {
  return readdirSync(templatesFolder(), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/**
 * Writes an experiment: the template's files with the names filled in, and the runtime itself as a packed tarball, so that it installs
 * wherever the folder goes.
 *
 * @returns the paths that were written, below the folder.
 * @throws when one of the files is there already: nothing is overwritten.
 */
export async function createExperiment({ folder, template, name }: ExperimentPlan): Promise<string[]> {
  const source = join(templatesFolder(), template);
  const files = filesBelow(source).map((file) => ({ from: join(source, file), to: targetName(file) }));
  const taken = files.filter(({ to }) => existsSync(join(folder, to))).map(({ to }) => to);
  if (taken.length > 0) {
    throw new Error(
      `${folder} has ${taken.join(", ")} already. Nothing was written; choose another folder, or move ${taken.length === 1 ? "it" : "them"} away.`,
    );
  }
  const tarball = await packRuntime(folder);
  for (const { from, to } of files) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    writeFileSync(
      join(folder, to),
      fillIn(readFileSync(from, "utf8"), { name: packageName(name), runtime: `file:${tarball}` }),
    );
  }
  return [tarball, ...files.map(({ to }) => to)];
}

/** Templates are real, compiling projects; only what differs between experiments is a token. */
function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (token, key: string) => values[key] ?? token);
}

/** npm keeps `.gitignore` out of packages, so templates carry it under another name. */
function targetName(file: string): string {
  return file === "gitignore" ? ".gitignore" : file;
}

/** A folder's name as npm allows it. */
function packageName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, "-")
      .replace(/^[._-]+|[._-]+$/g, "") || "experiment"
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function templatesFolder(): string {
  return join(packageFolder(), "dist", "templates");
}
