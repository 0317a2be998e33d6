import * as vscode from "vscode";
import { runTo, runToEpochAndBatch } from "./run/batchCommands.js";
import { chooseExperiment } from "./run/chooseExperiment.js";
import { debugExperiment, debugOneBatch } from "./run/debugging.js";
import type { DebugSessions } from "./run/debugSessions.js";
import type { RunTasks } from "./run/runTasks.js";
import { Run } from "./runs/run.js";
import type { RunFinder } from "./runs/runFinder.js";
import { newExperiment } from "./scaffold/newExperiment.js";
import type { MetricsPanel } from "./views/metricsPanel.js";
import type { SummaryPanel } from "./views/summaryPanel.js";
import type { TensorPanels } from "./views/tensorPanels.js";

/** What the commands act on. */
export interface Parts {
  /** The runtime's package that comes with the extension: it scaffolds. */
  readonly runtimeFolder: string;
  readonly finder: RunFinder;
  readonly tasks: RunTasks;
  readonly sessions: DebugSessions;
  readonly metrics: MetricsPanel;
  readonly summary: SummaryPanel;
  readonly tensors: TensorPanels;
}

type Handler = (parts: Parts, argument: unknown, detail: unknown) => unknown;

/** Every command, by its id in package.json. The argument is a tree item, a file (with the name of a step), a variable of the debugger, or nothing. */
export const COMMANDS: Readonly<Record<string, Handler>> = {
  "lightning.newExperiment": ({ runtimeFolder }) => newExperiment(runtimeFolder),
  "lightning.run": async ({ tasks }, argument) => {
    const experiment = await chooseExperiment(uriOf(argument));
    if (experiment !== undefined) await tasks.run(experiment);
  },
  "lightning.stop": ({ tasks, sessions }) => Promise.all([tasks.stop(), sessions.stop()]),
  "lightning.debug": async (_, argument) => {
    const experiment = await chooseExperiment(uriOf(argument));
    if (experiment !== undefined) await debugExperiment(experiment);
  },
  "lightning.debugOneBatch": async (_, argument, step) => {
    const experiment = await chooseExperiment(uriOf(argument));
    if (experiment !== undefined) await debugOneBatch(experiment, typeof step === "string" ? step : undefined);
  },
  "lightning.nextBatch": () => runTo("batch"),
  "lightning.nextEpoch": () => runTo("epoch"),
  "lightning.nextValidation": () => runTo("validation"),
  "lightning.runToBatch": () => runToEpochAndBatch(),
  "lightning.openMetrics": ({ metrics }, argument) => metrics.show(runsOf(argument)),
  "lightning.openSummary": ({ summary }, argument) => summary.show(runsOf(argument)[0]),
  "lightning.viewTensor": ({ tensors }, argument) => tensors.view(argument),
  "lightning.refreshRuns": ({ finder }) => finder.search(),
  "lightning.revealRun": (_, argument) => {
    const [run] = runsOf(argument);
    if (run !== undefined) return vscode.commands.executeCommand("revealInExplorer", vscode.Uri.file(run.folder));
    return undefined;
  },
};

/** Those that run code of the workspace. The palette hides them until it is trusted; code lenses and views do not. */
const NEED_TRUST = new Set(["lightning.newExperiment", "lightning.run", "lightning.debug", "lightning.debugOneBatch"]);

export function registerCommands(parts: Parts): vscode.Disposable[] {
  return Object.entries(COMMANDS).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (argument: unknown, detail: unknown) =>
      NEED_TRUST.has(id) && !vscode.workspace.isTrusted ? offerTrust() : handler(parts, argument, detail),
    ),
  );
}

async function offerTrust(): Promise<void> {
  const manage = "Manage Workspace Trust";
  const choice = await vscode.window.showWarningMessage(
    "Training, debugging and making experiments run code of this workspace, which you have not trusted yet.",
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}

function runsOf(argument: unknown): readonly Run[] {
  if (typeof argument !== "object" || argument === null || !("run" in argument)) return [];
  return argument.run instanceof Run ? [argument.run] : [];
}
