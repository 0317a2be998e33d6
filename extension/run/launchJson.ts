import { basename, dirname, relative, sep } from "node:path";
import type { Experiment } from "./experiment.js";

/** A folder of the workspace, and the variable by which a launch.json names it. */
export interface NamedFolder {
  readonly path: string;
  readonly variable: string;
}

/** What a launch.json starts an experiment with: a training, and one batch of everything. @param root undefined: the experiment lies outside the workspace. */
export function launchJson({ folder, program }: Experiment, root: NamedFolder | undefined) {
  const written = (path: string) => (root === undefined ? path : withVariable(path, root));
  const name = basename(folder);
  const launch = {
    type: "lightning",
    request: "launch",
    program: written(program),
    // Else it is the program's folder.
    ...(dirname(program) === folder ? {} : { cwd: written(folder) }),
  };
  return [
    { name: `Train ${name}`, ...launch },
    { name: `Debug one batch of ${name}`, ...launch, fastDevRun: true },
  ];
}

function withVariable(path: string, { path: root, variable }: NamedFolder): string {
  return [variable, ...relative(root, path).split(sep)].filter((part) => part !== "").join("/");
}
