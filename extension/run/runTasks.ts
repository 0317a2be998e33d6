import { basename } from "node:path";
import * as vscode from "vscode";
import { isAlive } from "../runs/processState.js";
import type { Experiment } from "./experiment.js";
import { nodeExecutable } from "./nodeExecutable.js";
import { offerInstall } from "./offerInstall.js";
import { runtimeCli } from "./runtimeCli.js";

const TASK_TYPE = "lightning";
/** From the request to stop to the end by force: the batch that is running may be a long one. */
const GRACE_MS = 15_000;
const POLL_MS = 200;

/** Training in the terminal: a task, so that it has a real terminal with a progress bar and ends with the window. */
export class RunTasks implements vscode.Disposable {
  /** Process numbers of the tasks that are running. */
  readonly #running = new Map<vscode.TaskExecution, number>();
  readonly #disposables: vscode.Disposable[];

  constructor() {
    this.#disposables = [
      vscode.tasks.onDidStartTaskProcess(({ execution, processId }) => {
        if (execution.task.definition.type === TASK_TYPE) this.#running.set(execution, processId);
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution }) => this.#running.delete(execution)),
    ];
  }

  /** Starts an experiment's program. */
  async run({ folder, program }: Experiment): Promise<void> {
    const cli = runtimeCli(program);
    if (cli === null) return void (await offerInstall(folder));
    const node = nodeExecutable(vscode.Uri.file(folder));
    if (node === null) return;
    const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) ?? vscode.TaskScope.Workspace;
    const execution = new vscode.ProcessExecution(node, [cli, "run", program], { cwd: folder });
    const task = new vscode.Task({ type: TASK_TYPE, program }, scope, basename(folder), "Lightning", execution);
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
    };
    await vscode.tasks.executeTask(task);
  }

  /** Asks every running task to end, as Ctrl-C does; what does not end in time is ended by force. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(stopProcess));
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    for (const pid of this.#running.values()) interrupt(pid);
  }
}

async function stopProcess(pid: number): Promise<void> {
  interrupt(pid);
  for (const end = Date.now() + GRACE_MS; Date.now() < end; ) {
    if (!isAlive(pid)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  process.kill(pid, "SIGKILL");
}

/** The runtime ends a run at its next batch on SIGINT. Windows knows no such signal: there the process ends at once. */
function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch {
    // It has ended by itself.
  }
}
