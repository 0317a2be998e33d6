import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { registerCommands } from "./commands.js";
import { AdapterFactory, LaunchConfigurations, offeredConfigurations } from "./run/debugging.js";
import { DEBUG_TYPE, DebugSessions } from "./run/debugSessions.js";
import { RunTasks } from "./run/runTasks.js";
import { RunFinder } from "./runs/runFinder.js";
import { RunStore } from "./runs/runStore.js";
import { InlineValues } from "./views/inlineValues.js";
import { METRICS_VIEW, MetricsPanel } from "./views/metricsPanel.js";
import { ModuleLenses } from "./views/moduleLenses.js";
import { RunsTree } from "./views/runsTree.js";
import { StatusBar } from "./views/statusBar.js";
import { SUMMARY_VIEW, SummaryPanel } from "./views/summaryPanel.js";
import { TensorPanels } from "./views/tensorPanels.js";

/** Builds the parts and registers them. */
export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const store = new RunStore();
  const finder = new RunFinder(store);
  const tasks = new RunTasks();
  const sessions = new DebugSessions();
  const summary = new SummaryPanel(extensionUri, store);
  const metrics = new MetricsPanel(extensionUri, store, (run) => summary.show(run));
  const tensors = new TensorPanels(extensionUri);
  const languages = ["typescript", "javascript"].map((language) => ({ language, scheme: "file" }));
  subscriptions.push(
    ...[store, finder, tasks, sessions, summary, metrics, tensors, new StatusBar(store)],
    ...registerCommands({
      runtimeFolder: runtimeFolder(extensionUri),
      finder,
      tasks,
      sessions,
      metrics,
      summary,
      tensors,
    }),
    vscode.window.createTreeView("lightning.runs", { treeDataProvider: new RunsTree(store), showCollapseAll: true }),
    vscode.window.registerWebviewPanelSerializer(METRICS_VIEW, metrics),
    vscode.window.registerWebviewPanelSerializer(SUMMARY_VIEW, summary),
    vscode.languages.registerCodeLensProvider(languages, new ModuleLenses()),
    vscode.languages.registerInlineValuesProvider(languages, new InlineValues()),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new LaunchConfigurations()),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      offeredConfigurations,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, new AdapterFactory()),
    vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, tensors),
  );
  void finder.search();
}

/** Packaged, the runtime lies beside the bundles; in a clone, in its own folder. */
function runtimeFolder({ fsPath }: vscode.Uri): string {
  const packaged = join(fsPath, "dist", "runtime");
  return existsSync(packaged) ? packaged : join(fsPath, "runtime");
}
