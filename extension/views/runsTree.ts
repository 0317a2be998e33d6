import * as vscode from "vscode";
import type { Run, RunState } from "../runs/run.js";
import type { RunStore } from "../runs/runStore.js";
import { headline, runDetail } from "./runText.js";

/** The "Runs" view: runs below the folder that holds them, newest first. */
export class RunsTree implements vscode.TreeDataProvider<RunsTreeNode> {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly store: RunStore) {
    store.changed.on(() => this.#changed.fire());
  }

  getChildren(node?: RunsTreeNode): RunsTreeNode[] {
    const { runs } = this.store;
    if (node?.kind === "group")
      return runs.filter((run) => run.group === node.group).map((run) => ({ kind: "run", run }));
    if (node !== undefined) return [];
    const groups = [...new Set(runs.map((run) => run.group))];
    if (groups.length > 1) return groups.map((group) => ({ kind: "group", group }));
    return runs.map((run) => ({ kind: "run", run }));
  }

  getTreeItem(node: RunsTreeNode): vscode.TreeItem {
    switch (node.kind) {
      case "group":
        return new vscode.TreeItem(node.group, vscode.TreeItemCollapsibleState.Expanded);
      case "run":
        return runItem(node.run);
      default:
        return node satisfies never;
    }
  }
}

export type RunsTreeNode =
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "run"; readonly run: Run };

const ICONS: Readonly<Record<RunState, [icon: string, color: string | null]>> = {
  running: ["sync~spin", "charts.blue"],
  finished: ["pass", "charts.green"],
  interrupted: ["debug-pause", "charts.yellow"],
  failed: ["error", "charts.red"],
  unknown: ["circle-outline", null],
};

function runItem(run: Run): vscode.TreeItem {
  const item = new vscode.TreeItem(run.name);
  const [icon, color] = ICONS[run.state];
  item.id = run.folder;
  item.iconPath = new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
  item.description = [
    run.state === "unknown" ? "" : run.state,
    run.state === "running" ? runDetail(run) : headline(run),
  ]
    .filter(Boolean)
    .join(" · ");
  item.tooltip = [run.folder, run.state, runDetail(run), ...run.hparams.map(([name, value]) => `${name}: ${value}`)]
    .filter(Boolean)
    .join("\n");
  item.contextValue = `run.${run.state}`;
  item.resourceUri = vscode.Uri.file(run.folder);
  item.command = { command: "lightning.openMetrics", title: "Open Metrics", arguments: [{ kind: "run", run }] };
  return item;
}
