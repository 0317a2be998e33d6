import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compileBinding } from "./compileBinding.js";
import { isAlive, withFolderLock } from "./folderLock.js";
import {
  MANIFEST,
  type NativeManifest,
  nativeFolder,
  readNativeInstall,
  TENSORFLOW_VERSION,
  TFJS_VERSION,
} from "./nativeInstall.js";
import { npmCommand } from "./npmCommand.js";
import { runTool, ToolError } from "./runTool.js";
import { downloadWheel, sha256, unpackWheel, type WheelTarget, wheelTarget } from "./tensorflowWheel.js";

/** Told what is being done, a line each. */
export type Progress = (line: string) => void;

/**
 * Builds tfjs-node against TensorFlow's own library into the per-user cache, unless it is there. It is made in a folder of its own and
 * renamed when it works, so an interrupted build leaves nothing half; a second process waits for the first one's.
 *
 * @returns the folder.
 * @throws ToolError with the command that failed and how to go on.
 */
export async function buildFromWheel(progress: Progress, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = nativeFolder(env);
  const target = wheelTarget();
  if (target === null) {
    throw new ToolError(
      `There is no TensorFlow library for ${process.platform}-${process.arch} to build tfjs-node with. Training uses WebAssembly here.`,
    );
  }
  mkdirSync(dirname(folder), { recursive: true });
  const waiting = (pid: number | null) =>
    progress(`Waiting for another process${pid === null ? "" : ` (${pid})`} that builds the native backend …`);
  return withFolderLock(`${folder}.lock`, waiting, async () => {
    if (readNativeInstall(folder) !== null) return folder;
    removeLeftovers(folder);
    const temporary = `${folder}.${process.pid}.part`;
    try {
      await build(temporary, target, progress);
      rmSync(folder, { recursive: true, force: true });
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return folder;
  });
}

async function build(folder: string, target: WheelTarget, progress: Progress): Promise<void> {
  const npm = npmCommand();
  const packageDir = join(folder, "node_modules", "@tensorflow", "tfjs-node");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "lightning-native-backend", private: true }));
  await step(progress, `Fetching tfjs-node ${TFJS_VERSION}`, () =>
    runTool(
      npm[0] as string,
      [
        ...npm.slice(1),
        "install",
        "--ignore-scripts",
        "--omit=dev",
        "--no-audit",
        "--no-fund",
        `@tensorflow/tfjs-node@${TFJS_VERSION}`,
      ],
      {
        cwd: folder,
        remedy: "Check that npm reaches its registry, then run `npx lightning backend install`.",
      },
    ),
  );
  mkdirSync(join(packageDir, "deps", "lib"), { recursive: true });
  const wheel = await step(progress, `Downloading TensorFlow ${TENSORFLOW_VERSION} (about 270 MB)`, () =>
    downloadWheel(target, folder),
  );
  await step(progress, "Unpacking its library", () => unpackWheel(wheel, target, join(packageDir, "deps")));
  await step(progress, "Compiling the binding", () => compileBinding(packageDir, target, npm));
  rmSync(join(packageDir, "deps", "include"), { recursive: true, force: true });
  await step(progress, "Trying it", () => selfTest(folder));
  writeFileSync(join(folder, MANIFEST), JSON.stringify(await manifestOf(folder, packageDir, target), null, 2));
}

async function step<T>(progress: Progress, name: string, work: () => Promise<T>): Promise<T> {
  progress(`${name} …`);
  const start = performance.now();
  const result = await work();
  progress(`${name}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/** One step of a small network in a process of its own: a library that does not fit this machine would end it. */
async function selfTest(folder: string): Promise<void> {
  const program = `
    const util = require("node:util");
    util.isNullOrUndefined ??= (value) => value == null; util.isArray ??= Array.isArray;
    const tf = require("@tensorflow/tfjs-node");
    const kernel = tf.variable(tf.ones([3, 3, 1, 2]));
    const { value } = tf.variableGrads(() => tf.conv2d(tf.ones([1, 4, 4, 1]), kernel, 1, "same").square().mean());
    if (!(value.dataSync()[0] > 0)) throw new Error("wrong result");`;
  await runTool(process.execPath, ["-e", program], {
    cwd: folder,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2", NODE_OPTIONS: "" },
    remedy: "The library does not run on this machine; training uses WebAssembly.",
  });
}

async function manifestOf(folder: string, packageDir: string, target: WheelTarget): Promise<NativeManifest> {
  const paths = [
    ...["tfjs_binding.node", "tfjs_loud.node"].map((name) => join(packageDir, "lib", "napi-v8", name)),
    ...target.libraries.map((library) => join(packageDir, "deps", "lib", library.slice("tensorflow/".length))),
  ];
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const path of paths) {
    files[path.slice(folder.length + 1).replaceAll("\\", "/")] = {
      bytes: statSync(path).size,
      sha256: (await sha256(path)).toString("hex"),
    };
  }
  return { version: 1, tensorflow: TENSORFLOW_VERSION, builtAt: new Date().toISOString(), files };
}

/** Parts of builds whose process was killed. */
function removeLeftovers(folder: string): void {
  const prefix = `${basename(folder)}.`;
  for (const name of readdirSync(dirname(folder))) {
    const pid = Number(/^(\d+)\.part$/.exec(name.slice(prefix.length))?.[1]);
    if (name.startsWith(prefix) && pid > 0 && !isAlive(pid))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}
