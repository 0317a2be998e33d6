import * as vscode from "vscode";
import type { RunStore } from "../runs/runStore.js";
import { headline, runDetail } from "./runText.js";

/** The run that is running, in a few words; nothing while none is. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("lightning.run", vscode.StatusBarAlignment.Left, 50);
  readonly #stop: () => void;

  constructor(private readonly store: RunStore) {
    this.#item.name = "Lightning Run";
    this.#item.command = "lightning.openMetrics";
    this.#item.tooltip = "Open the metrics";
    this.#stop = store.changed.on(() => this.#update());
  }

  dispose(): void {
    this.#stop();
    this.#item.dispose();
  }

  #update(): void {
    const [run] = this.store.running;
    if (run === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(sync~spin) ${[runDetail(run), headline(run)].filter(Boolean).join(" · ")}`;
    this.#item.show();
  }
}
