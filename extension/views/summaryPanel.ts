import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { parseSummaryRequest, type SummaryMessage, type SummaryRequest } from "../../media/messages.js";
import { parseSummaryFile, SUMMARY_FILE, type SummaryFile } from "../../runtime/protocol/summaryFile.js";
import type { Run } from "../runs/run.js";
import type { RunStore } from "../runs/runStore.js";
import { summaryMarkdown } from "./summaryMarkdown.js";
import { mediaFolder, webviewHtml } from "./webviewHtml.js";

export const SUMMARY_VIEW = "lightning.summary";

/** The one model-summary panel of a window. */
export class SummaryPanel implements vscode.WebviewPanelSerializer {
  #panel: vscode.WebviewPanel | null = null;
  #run: Run | null = null;
  #summary: SummaryFile | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly store: RunStore,
  ) {
    store.changed.on((runs) => {
      if (this.#summary === null && (this.#run === null || runs.includes(this.#run))) void this.#load();
    });
  }

  /** @param run whose model to show; default: the newest run. */
  show(run?: Run): void {
    this.#run = run ?? this.store.runs[0] ?? null;
    if (this.#panel === null) {
      this.#adopt(vscode.window.createWebviewPanel(SUMMARY_VIEW, "Model Summary", vscode.ViewColumn.Active));
      return;
    }
    this.#panel.reveal();
    void this.#load();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(this.extensionUri)] };
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(parseSummaryRequest(message)));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#summary = null;
    });
    panel.webview.html = webviewHtml(panel.webview, this.extensionUri, "summary.js", "Model Summary");
  }

  async #receive(request: SummaryRequest | null): Promise<void> {
    if (request === null) return;
    switch (request.kind) {
      case "ready":
        return this.#load();
      case "reveal":
        return this.#reveal(request.row);
      case "copy":
        if (this.#summary !== null) await vscode.env.clipboard.writeText(summaryMarkdown(this.#summary));
        return;
      default:
        request satisfies never;
    }
  }

  async #load(): Promise<void> {
    this.#run ??= this.store.runs[0] ?? null;
    this.#summary = this.#run === null ? null : await readSummary(this.#run);
    const message = messageFor(this.#run, this.#summary);
    if (this.#panel?.visible) void this.#panel.webview.postMessage(message);
  }

  async #reveal(row: number): Promise<void> {
    const source = this.#summary?.rows[row]?.source;
    if (source === undefined || source === null) return;
    const position = new vscode.Position(Math.max(0, source.line - 1), Math.max(0, source.column - 1));
    const options = { selection: new vscode.Range(position, position), viewColumn: vscode.ViewColumn.Beside };
    try {
      await vscode.window.showTextDocument(vscode.Uri.file(source.file), options);
    } catch {
      void vscode.window.showWarningMessage(
        `${source.file} is not there any more; the layer was made in its line ${source.line}.`,
      );
    }
  }
}

async function readSummary(run: Run): Promise<SummaryFile | null> {
  try {
    return parseSummaryFile(JSON.parse(await readFile(join(run.folder, SUMMARY_FILE), "utf8")));
  } catch {
    // Runs of Python's Lightning have none, and neither has a run that has just begun.
    return null;
  }
}

function messageFor(run: Run | null, summary: SummaryFile | null): SummaryMessage {
  if (run === null)
    return { kind: "none", message: "There is no run yet. Train an experiment, and its model's layers appear here." };
  if (summary === null) {
    return {
      kind: "none",
      message: `${run.name} has no ${SUMMARY_FILE}. Runs of lightning-runtime write it when training begins; Python's Lightning does not.`,
    };
  }
  const rows = summary.rows.map(({ source, ...row }) => ({ ...row, hasSource: source !== null }));
  return { kind: "summary", summary: { run: run.name, model: summary.model, rows, totals: summary.totals } };
}
