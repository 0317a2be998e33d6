import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WantedGuard } from "../protocol/guards.js";
import { guarded, setWantedGuards } from "./guards.js";
import { resolveTypeScript } from "./resolve.js";
import { TYPESCRIPT, transpile } from "./transpile.js";

/** Node's module hooks (node:module), in the form that serves both `registerHooks` and `register`. */
interface ResolveContext {
  readonly parentURL?: string | undefined;
}

interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: boolean;
}

/** Called by Node in a thread of hooks. @param guards what a debugger has told the main thread. */
export function initialize(guards: readonly WantedGuard[]): void {
  setWantedGuards(guards);
}

export function resolve<Result>(
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Result,
): Result {
  return next(resolveTypeScript(specifier, context.parentURL) ?? specifier, context);
}

export function load<Context, Result>(
  url: string,
  context: Context,
  next: (url: string, context: Context) => Result,
): Result | Loaded {
  const [path = ""] = url.split("?");
  if (!path.startsWith("file:") || !TYPESCRIPT.test(path) || path.includes("/node_modules/")) return next(url, context);
  const file = fileURLToPath(path);
  return {
    format: path.endsWith(".cts") ? "commonjs" : "module",
    source: guarded(file, transpile(file, readFileSync(file, "utf8"))),
    shortCircuit: true,
  };
}
