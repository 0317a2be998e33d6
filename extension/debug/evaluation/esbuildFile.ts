import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The transpiler's own program, as the experiment's runtime has it. @param runtimeCli the runtime's CLI. @returns null: none is installed. */
export function esbuildFile(runtimeCli: string): string | null {
  try {
    const found = createRequire(realpathSync(runtimeCli)).resolve("esbuild/package.json");
    const platform = `@esbuild/${process.platform}-${process.arch}`;
    const folder = dirname(createRequire(found).resolve(`${platform}/package.json`));
    const file = process.platform === "win32" ? join(folder, "esbuild.exe") : join(folder, "bin", "esbuild");
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}
