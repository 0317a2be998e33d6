import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A template as a list offers it. */
export interface Template {
  /** Its folder's name. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
}

/** The templates in a folder: each is a project whose package.json describes it. */
export function listTemplates(folder: string): Template[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => {
    const { description } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
    return { name, label: name.charAt(0).toUpperCase() + name.slice(1), description: String(description ?? "") };
  });
}
