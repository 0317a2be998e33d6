import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { noLibraryFor, TRY_AGAIN } from "./backendErrors.js";
import { findBuildTools } from "./buildTools.js";
import { BINDINGS, compileBinding } from "./compileBinding.js";
import { TENSORFLOW_VERSION, TFJS_VERSION, writeManifest } from "./nativeInstall.js";
import { runTool, type Tool } from "./runTool.js";
import { selfTest } from "./selfTest.js";
import { downloadWheel, unpackWheel, wheelTarget } from "./tensorflowWheel.js";

/** Told what is being done, a line each. */
export type Progress = (line: string) => void;

const PACKAGE = "node_modules/@tensorflow/tfjs-node";
const NODE_HEADERS = "node-api-headers";

/**
 * Builds tfjs-node in an empty folder: its package from npm, TensorFlow's library out of the Python wheel, its binding compiled between the
 * two. What fails most often, the download, comes first.
 *
 * @throws BackendBuildError.
 */
export async function buildFromWheel(folder: string, progress: Progress): Promise<void> {
  const target = wheelTarget(process.platform, process.arch);
  if (target === null) throw noLibraryFor(`${process.platform}-${process.arch}`);
  const packageDir = join(folder, PACKAGE);
  const deps = join(packageDir, "deps");
  const tools = await findBuildTools();
  const wheel = await step(progress, `Downloading TensorFlow ${TENSORFLOW_VERSION} with pip (about 270 MB)`, () =>
    downloadWheel(target, folder, tools.pip),
  );
  await step(progress, `Fetching tfjs-node ${TFJS_VERSION} with npm`, () => installPackages(folder, tools.npm));
  mkdirSync(join(deps, "lib"), { recursive: true });
  await step(progress, "Unpacking and checking TensorFlow's library", () =>
    unpackWheel(wheel, target, deps, tools.python),
  );
  const nodeHeaders = join(folder, "node_modules", NODE_HEADERS, "include");
  await step(progress, "Compiling the binding", () => compileBinding(packageDir, target, tools.compiler, nodeHeaders));
  rmSync(join(deps, "include"), { recursive: true });
  await step(progress, "Trying it", () => selfTest(folder));
  const libraries = target.libraries.map((library) => `deps/lib/${basename(library)}`);
  await writeManifest(
    folder,
    [...BINDINGS, ...libraries].map((file) => `${PACKAGE}/${file}`),
  );
}

async function installPackages(folder: string, npm: Tool): Promise<void> {
  const manifest = {
    name: "lightning-native-backend",
    private: true,
    dependencies: { "@tensorflow/tfjs-node": TFJS_VERSION, [NODE_HEADERS]: "1.9.0" },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  // Without scripts: tfjs-node's own would download the library that this build replaces.
  const [command, ...first] = npm;
  await runTool(
    command,
    [...first, "install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: folder,
      remedy: `Check that npm reaches its registry (\`npm ping\`), ${TRY_AGAIN}`,
    },
  );
}

async function step<T>(progress: Progress, name: string, work: () => Promise<T>): Promise<T> {
  progress(`${name} …`);
  const start = performance.now();
  const result = await work();
  progress(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
