import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { TRY_AGAIN } from "./backendErrors.js";
import { runTool, type Tool } from "./runTool.js";
import type { WheelTarget } from "./tensorflowWheel.js";

/** What the compiler makes, by path from tfjs-node's folder; Node loads the first, which loads the second. */
export const BINDINGS = ["lib/napi-v8/tfjs_binding.node", "lib/napi-v8/tfjs_loud.node"] as const;

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
  const [quiet, loud] = BINDINGS;
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
