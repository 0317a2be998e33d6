import * as vscode from "vscode";
import { type MetricsMessage, type MetricsRequest, parseMetricsRequest } from "../../media/messages.js";
import { makeFrame, SmoothingCache } from "../runs/frame.js";
import type { Run } from "../runs/run.js";
import type { RunStore } from "../runs/runStore.js";
import { describeRuns } from "./runText.js";
import { mediaFolder, webviewHtml } from "./webviewHtml.js";

export const METRICS_VIEW = "lightning.metrics";

/** Changes are told at most so often: a fast run logs hundreds of rows a second. */
const TELL_EVERY_MS = 250;
/** Runs that are shown when nothing was chosen yet. */
const SHOWN_AT_FIRST = 3;

/** The one metrics panel of a window: it follows live runs and shows past ones. */
export class MetricsPanel implements vscode.WebviewPanelSerializer {
  #panel: vscode.WebviewPanel | null = null;
  /** Runs to show once the webview is there; null: its own choice. */
  #wanted: readonly string[] | null = null;
  #timer: NodeJS.Timeout | null = null;
  readonly #changed = new Set<string>();
  readonly #smoothing = new SmoothingCache();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly store: RunStore,
    private readonly openSummary: (run: Run) => void,
  ) {
    store.changed.on((runs) => this.#noteChange(runs));
  }

  /** Opens the panel, or brings it to the front. @param runs to show, and only these; none: what was shown last. */
  show(runs: readonly Run[] = []): void {
    if (runs.length > 0) this.#wanted = runs.map((run) => run.folder);
    if (this.#panel === null) {
      const column = vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
      this.#adopt(vscode.window.createWebviewPanel(METRICS_VIEW, "Metrics", column));
      return;
    }
    this.#panel.reveal();
    this.#postWanted();
  }

  /** After a reload of the window: VS Code has kept the panel's place, the webview its state. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [mediaFolder(this.extensionUri)] };
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(parseMetricsRequest(message)));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#wanted = null;
    });
    panel.webview.html = webviewHtml(panel.webview, this.extensionUri, "metrics.js", "Metrics");
  }

  async #receive(request: MetricsRequest | null): Promise<void> {
    if (request === null) return;
    switch (request.kind) {
      case "ready":
        this.#postRuns();
        this.#postWanted();
        return;
      case "frame":
        this.#post(await makeFrame(request, (id) => this.store.get(id), this.#smoothing));
        return;
      case "openSummary": {
        const run = this.store.get(request.run);
        if (run !== undefined) this.openSummary(run);
        return;
      }
      default:
        request satisfies never;
    }
  }

  #noteChange(runs: readonly Run[]): void {
    if (this.#panel === null) return;
    for (const run of runs) this.#changed.add(run.folder);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const changed = [...this.#changed];
      this.#changed.clear();
      this.#postRuns();
      this.#post({ kind: "changed", runs: changed });
    }, TELL_EVERY_MS);
  }

  #postRuns(): void {
    const { runs } = this.store;
    const selected = runs.slice(0, SHOWN_AT_FIRST).map((run) => run.folder);
    this.#post({ kind: "runs", runs: describeRuns(runs), selected });
  }

  /** Said once: what the user ticks afterwards stays. A hidden webview hears it when it asks. */
  #postWanted(): void {
    if (this.#wanted === null || this.#panel?.visible !== true) return;
    this.#post({ kind: "select", runs: this.#wanted });
    this.#wanted = null;
  }

  /** A hidden webview gets nothing: it asks when it is visible again. */
  #post(message: MetricsMessage): void {
    if (this.#panel?.visible) void this.#panel.webview.postMessage(message);
  }
}
