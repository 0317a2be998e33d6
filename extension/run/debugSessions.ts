import * as vscode from "vscode";

export const DEBUG_TYPE = "lightning";

/** The debug sessions of experiments that are under way. */
export class DebugSessions implements vscode.Disposable {
  readonly #open = new Set<vscode.DebugSession>();
  readonly #disposables = [
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === DEBUG_TYPE) this.#open.add(session);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => this.#open.delete(session)),
  ];

  /** Stops them all, and no session of another debugger. */
  async stop(): Promise<void> {
    await Promise.all([...this.#open].map((session) => vscode.debug.stopDebugging(session)));
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
