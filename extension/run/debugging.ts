import { basename, resolve } from "node:path";
import * as vscode from "vscode";
import { LightningDebugSession } from "../debug/lightningDebugSession.js";
import { chooseExperiment } from "./chooseExperiment.js";
import type { Experiment } from "./experiment.js";
import { nodeExecutable } from "./nodeExecutable.js";

export const DEBUG_TYPE = "lightning";

/** Fills in what a launch configuration leaves out, so that F5 works without a launch.json. */
export class LaunchConfigurations implements vscode.DebugConfigurationProvider {
  /** What "create a launch.json file" and the list of configurations offer. */
  async provideDebugConfigurations(folder?: vscode.WorkspaceFolder): Promise<vscode.DebugConfiguration[]> {
    const experiment = await chooseExperiment(folder?.uri);
    return experiment === undefined
      ? []
      : [launchOf(experiment), { ...launchOf(experiment, "Debug one batch"), fastDevRun: true }];
  }

  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (
      configuration.type !== undefined &&
      (configuration.request === "attach" || configuration["program"] !== undefined)
    )
      return configuration;
    const experiment = await chooseExperiment();
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

  /** Last, with all variables filled in: the Node of the settings, where the configuration names none. */
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    return configuration.request === "attach"
      ? configuration
      : { runtimeExecutable: nodeExecutable(folder?.uri), ...configuration };
  }
}

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

function launchOf({ folder, program }: Experiment, name = `Train ${basename(folder)}`): vscode.DebugConfiguration {
  return { type: DEBUG_TYPE, request: "launch", name, program, cwd: folder };
}
