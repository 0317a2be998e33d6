import { missingTool } from "./backendErrors.js";
import { npmCommand } from "./npmCommand.js";
import { firstTool, type Tool } from "./runTool.js";

/** The programs that a build of the native backend needs. */
export interface BuildTools {
  readonly npm: Tool;
  readonly pip: Tool;
  readonly python: Tool;
  readonly compiler: Tool;
}

/** Names by which they are looked for, best first. */
export const TOOL_NAMES = {
  pip: [["pip3"], ["pip"], ["python3", "-m", "pip"], ["python", "-m", "pip"]],
  python: [["python3"], ["python"]],
  compiler: [["g++"], ["clang++"], ["c++"]],
} as const satisfies Record<string, readonly Tool[]>;

/**
 * Finds them all before anything is downloaded.
 *
 * @throws BackendBuildError naming the one that is missing and how to install it.
 */
export async function findBuildTools(): Promise<BuildTools> {
  const mac = process.platform === "darwin";
  const install = (packages: string) =>
    mac
      ? "Install Apple's command line tools with `xcode-select --install`"
      : `Install it, for example with \`sudo apt-get install -y ${packages}\``;
  const compiler = await firstTool(TOOL_NAMES.compiler);
  if (compiler === null) throw missingTool("C++ compiler (g++, clang++ or c++)", install("g++"));
  const python = await firstTool(TOOL_NAMES.python);
  if (python === null) throw missingTool("Python (python3 or python)", install("python3"));
  const pip = await firstTool(TOOL_NAMES.pip);
  if (pip === null) throw missingTool("pip (pip3, pip or python3 -m pip)", install("python3-pip"));
  return { npm: npmCommand(), pip, python, compiler };
}
