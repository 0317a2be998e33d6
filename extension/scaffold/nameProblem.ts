import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Why a name cannot be; null: it can. */
export function nameProblem(parent: string, name: string): string | null {
  if (name.trim() === "") return "Give the experiment a name.";
  if (/[/\\:*?"<>|]/.test(name) || name === "." || name === "..")
    return "A folder's name has none of / \\ : * ? \" < > |.";
  const folder = join(parent, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) return `${folder} is there already and is not empty.`;
  return null;
}
