import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolveTypeScript } from "./resolve.js";
import { TYPESCRIPT, transpile } from "./transpile.js";

/** Node's module hooks (node:module), in the form that serves both `registerHooks` and `register`. */
interface ResolveContext {
  readonly parentURL?: string | undefined;
}

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}

interface Loaded {
  readonly format: string;
  readonly source: string;
  readonly shortCircuit: boolean;
}

export function resolve<Result>(
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Result,
): Result | Resolved {
  const url = resolveTypeScript(specifier, context.parentURL);
  return url === null ? next(specifier, context) : { url, format: "module", shortCircuit: true };
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
    source: transpile(file, readFileSync(file, "utf8")),
    shortCircuit: true,
  };
}
