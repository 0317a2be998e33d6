import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { RunStore } from "./runStore.js";

/** The files that make a folder a run, ours or Python's. */
const RUN_FILES = "**/{run.json,metrics.csv,hparams.yaml}";
/** Where new runs begin. Of folders that are made in one go, VS Code's watcher tells the outermost at best. */
const RUN_FOLDERS = "**/{lightning_logs,version_*}";
const NOT_SEARCHED = "**/{node_modules,.git,.venv,venv}/**";
const MAX_FILES = 20_000;

/** Tells the store of the run folders in the workspace, and of every change in them. */
export class RunFinder implements vscode.Disposable {
  readonly #files = vscode.workspace.createFileSystemWatcher(RUN_FILES);
  readonly #folders = vscode.workspace.createFileSystemWatcher(RUN_FOLDERS, false, true, true);
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly store: RunStore) {
    const touched = (uri: vscode.Uri) => void this.#touched(uri);
    this.#disposables = [
      this.#files,
      this.#folders,
      this.#files.onDidCreate(touched),
      this.#files.onDidChange(touched),
      this.#files.onDidDelete((uri) => void this.#deleted(uri)),
      this.#folders.onDidCreate((uri) => void this.#folderMade(uri)),
      vscode.tasks.onDidEndTask(() => void this.search()),
      vscode.debug.onDidTerminateDebugSession(() => void this.search()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.search()),
    ];
  }

  /** Looks through the workspace. What appears later is told by the watcher. */
  async search(): Promise<void> {
    const files = await vscode.workspace.findFiles(RUN_FILES, NOT_SEARCHED, MAX_FILES);
    const folders = new Set(files.filter((uri) => uri.scheme === "file").map((uri) => dirname(uri.fsPath)));
    for (const folder of folders) await this.store.refresh(folder);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #touched(uri: vscode.Uri): Promise<void> {
    if (uri.scheme === "file" && !uri.fsPath.includes("node_modules")) await this.store.refresh(dirname(uri.fsPath));
  }

  /** A run's folder, or that of all runs: what is in it, or will be in a moment, is not told. */
  async #folderMade({ scheme, fsPath }: vscode.Uri): Promise<void> {
    if (scheme !== "file" || fsPath.includes("node_modules")) return;
    if (basename(fsPath) !== "lightning_logs") {
      await this.store.refresh(fsPath);
      return;
    }
    const entries = await readdir(fsPath, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isDirectory()) await this.store.refresh(join(fsPath, entry.name));
  }

  /** A run is gone when its folder is. */
  async #deleted(uri: vscode.Uri): Promise<void> {
    const folder = dirname(uri.fsPath);
    try {
      await vscode.workspace.fs.stat(vscode.Uri.file(folder));
      await this.store.refresh(folder);
    } catch {
      this.store.remove(folder);
    }
  }
}
