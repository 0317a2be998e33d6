import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import * as vscode from "vscode";
import { LightningDebugSession } from "../debug/lightningDebugSession.js";
import { chooseExperiment, experimentsIn } from "./chooseExperiment.js";
import { DEBUG_TYPE } from "./debugSessions.js";
import { type Experiment, experimentOf } from "./experiment.js";
import { launchJson, type NamedFolder } from "./launchJson.js";
import { nodeExecutable } from "./nodeExecutable.js";
import { offerInstall } from "./offerInstall.js";
import { runtimeCli } from "./runtimeCli.js";

/** Fills in what a launch configuration leaves out, so that F5 works without a launch.json. */
export class LaunchConfigurations implements vscode.DebugConfigurationProvider {
  /** What "create a launch.json file" writes. */
  async provideDebugConfigurations(folder?: vscode.WorkspaceFolder): Promise<vscode.DebugConfiguration[]> {
    const experiment = await chooseExperiment(folder?.uri);
    return experiment === undefined ? [] : launchJson(experiment, namedFolder(experiment, folder));
  }

  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (
      configuration.type !== undefined &&
      (configuration.request === "attach" || configuration["program"] !== undefined)
    )
      return configuration;
    const experiment = await chooseExperiment(vscode.window.activeTextEditor?.document.uri ?? folder?.uri);
    return experiment === undefined
      ? undefined
      : {
          ...launchOf(experiment),
          ...configuration,
          type: DEBUG_TYPE,
          request: "launch",
          name: configuration.name || basename(experiment.folder),
        };
  }

  /**
   * Last, with all variables filled in: the Node of the settings, where the configuration names none. What can be mended at the press of a
   * button is told here. @returns undefined: it was.
   */
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    if (configuration.request === "attach") return configuration;
    const program = String(configuration["program"]);
    if (isAbsolute(program) && existsSync(program) && runtimeCli(program) === null) {
      void offerInstall(experimentOf(program)?.folder ?? dirname(program));
      return undefined;
    }
    const runtimeExecutable = configuration["runtimeExecutable"] ?? nodeExecutable(folder?.uri);
    return runtimeExecutable === null ? undefined : { ...configuration, runtimeExecutable };
  }
}

/** What the list of configurations offers besides those of launch.json. */
export const offeredConfigurations: vscode.DebugConfigurationProvider = {
  async provideDebugConfigurations(folder) {
    // VS Code asks for the workspace and the user too, where there is nothing else to offer.
    const experiments = folder === undefined ? [] : await experimentsIn(folder);
    return experiments.flatMap((experiment) => launchJson(experiment, namedFolder(experiment, folder)));
  },
};

/** The adapter runs inside the extension host: nothing to start, nothing left behind. */
export class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  createDebugAdapterDescriptor(): vscode.DebugAdapterDescriptor {
    return new vscode.DebugAdapterInlineImplementation(new LightningDebugSession());
  }
}

/** Starts a debug session on an experiment. @param attributes launch attributes that win over the usual ones. */
export async function debugExperiment(
  experiment: Experiment,
  attributes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(experiment.folder));
  await vscode.debug.startDebugging(folder, { ...launchOf(experiment), ...attributes });
}

/** Runs one batch of everything and stops in it. @param step on whose first line to stop; undefined: only at breakpoints. */
export async function debugOneBatch(experiment: Experiment, step: string | undefined): Promise<void> {
  await debugExperiment(experiment, {
    ...ownLaunchOf(experiment),
    name: "Debug one batch",
    fastDevRun: true,
    ...(step === undefined ? {} : { stopOnStep: step }),
  });
}

/** What the user's launch.json says of an experiment: how to start it. Empty: nothing. */
function ownLaunchOf({ folder, program }: Experiment): Readonly<Record<string, unknown>> {
  const workspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  const all = vscode.workspace.getConfiguration("launch", workspace?.uri).get<unknown>("configurations");
  const root = workspace?.uri.fsPath ?? folder;
  const isOwn = (configuration: Partial<vscode.DebugConfiguration>): boolean =>
    configuration.type === DEBUG_TYPE &&
    configuration.request === "launch" &&
    resolve(root, String(configuration["program"]).replace(/\$\{workspaceFolder\}/g, root)) === resolve(program);
  return Array.isArray(all) ? (all.find(isOwn) ?? {}) : {};
}

function launchOf({ folder, program }: Experiment): vscode.DebugConfiguration {
  return { type: DEBUG_TYPE, request: "launch", name: `Train ${basename(folder)}`, program, cwd: folder };
}

/** @param own the folder whose launch.json it is. */
function namedFolder({ folder }: Experiment, own: vscode.WorkspaceFolder | undefined): NamedFolder | undefined {
  const root = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  if (root === undefined) return undefined;
  const variable = root.index === own?.index ? "${workspaceFolder}" : `\${workspaceFolder:${root.name}}`;
  return { path: root.uri.fsPath, variable };
}
