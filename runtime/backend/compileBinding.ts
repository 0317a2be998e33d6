import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { TRY_AGAIN } from "./backendErrors.js";
import { runTool, type Tool } from "./runTool.js";
import type { WheelTarget } from "./tensorflowWheel.js";

/** Begins to load the second of the bindings in a thread of its own; made on Linux alone. */
export const EARLY_BINDING = "lib/napi-v8/tfjs_early.node";

/** What the compiler makes, by path from tfjs-node's folder; Node loads the first, which loads the second. */
export const BINDINGS = [
  "lib/napi-v8/tfjs_binding.node",
  "lib/napi-v8/tfjs_loud.node",
  ...(process.platform === "linux" ? ([EARLY_BINDING] as const) : []),
] as const;

/**
 * Compiles tfjs-node's own binding, whose C++ source is in its package, against TensorFlow's library out of the wheel.
 *
 * @param packageDir tfjs-node's folder, with the headers in `deps/include` and the libraries in `deps/lib`.
 * @param nodeHeaders folder of `node_api.h`.
 */
export async function compileBinding(
  packageDir: string,
  target: WheelTarget,
  compiler: Tool,
  nodeHeaders: string,
): Promise<void> {
  const [command, ...first] = compiler;
  const mac = process.platform === "darwin";
  const [quiet, loud, early] = BINDINGS;
  const libraries = target.libraries.map((path) => basename(path));
  const flags = [
    "-O2",
    "-fPIC",
    "-shared",
    "-std=c++17",
    "-DNAPI_VERSION=8",
    "-DBUILDING_NODE_EXTENSION",
    `-I${nodeHeaders}`,
  ];
  const linked = mac
    ? [...libraries.map((name) => `deps/lib/${name}`), "-Wl,-rpath,@loader_path/../../deps/lib"]
    : ["-Ldeps/lib", ...libraries.map((name) => `-l:${name}`), "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  const compile = (args: readonly string[]) =>
    runTool(command, [...first, ...flags, ...(mac ? ["-undefined", "dynamic_lookup"] : []), ...args], {
      cwd: packageDir,
      remedy: `Install a compiler that knows C++17, for example with \`sudo apt-get install -y g++\`, ${TRY_AGAIN}`,
    });
  mkdirSync(join(packageDir, "lib", "napi-v8"), { recursive: true });
  writeFileSync(join(packageDir, "binding", "quiet_binding.cc"), QUIET_BINDING);
  await compile(["-I.", "-Ideps/include", "binding/tfjs_backend.cc", "binding/tfjs_binding.cc", "-o", loud, ...linked]);
  await compile(["binding/quiet_binding.cc", "-o", quiet, ...(mac ? [] : ["-ldl"])]);
  if (early === undefined) return;
  writeFileSync(join(packageDir, "binding", "early_binding.cc"), EARLY);
  await compile(["binding/early_binding.cc", "-o", early, "-ldl", "-pthread"]);
}

/**
 * Loads the real binding with the process's stderr turned away: TensorFlow prints two lines about oneDNN before its own log level counts.
 */
const QUIET_BINDING = `
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>
#include <string>
#include "node_api.h"

typedef napi_value (*Register)(napi_env, napi_value);

NAPI_MODULE_INIT() {
  Dl_info self;
  dladdr(reinterpret_cast<void*>(&napi_register_module_v1), &self);
  std::string path(self.dli_fname);
  path = path.substr(0, path.rfind('/') + 1) + "tfjs_loud.node";
  int saved = dup(2), silent = open("/dev/null", O_WRONLY);
  if (saved >= 0 && silent >= 0) dup2(silent, 2);
  void* real = dlopen(path.c_str(), RTLD_LAZY);
  if (saved >= 0) { dup2(saved, 2); close(saved); }
  if (silent >= 0) close(silent);
  Register start = real ? reinterpret_cast<Register>(dlsym(real, "napi_register_module_v1")) : nullptr;
  if (!start) {
    const char* why = dlerror();
    napi_throw_error(env, nullptr, why ? why : "tfjs_loud.node has no entry point");
    return nullptr;
  }
  return start(env, exports);
}
`;

/**
 * Loads the real binding in a thread, so that it is there, or nearly, when it is asked for. The thread has a table of files of its own: what
 * it prints to stderr is turned away, what the program prints is not.
 */
const EARLY = `
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>
#include <string>
#include <thread>
#include "node_api.h"

static void load(const std::string& path) {
  if (unshare(CLONE_FILES) != 0) return;
  int silent = open("/dev/null", O_WRONLY);
  if (silent >= 0) dup2(silent, 2);
  dlopen(path.c_str(), RTLD_LAZY);
}

NAPI_MODULE_INIT() {
  Dl_info self;
  dladdr(reinterpret_cast<void*>(&napi_register_module_v1), &self);
  std::string path(self.dli_fname);
  std::thread(load, path.substr(0, path.rfind('/') + 1) + "tfjs_loud.node").detach();
  return exports;
}
`;
