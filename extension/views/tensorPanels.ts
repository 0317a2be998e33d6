import * as vscode from "vscode";
import { parseTensorRequest } from "../../media/messages.js";
import { TensorFeed, type TensorPlace } from "./tensorFeed.js";
import { mediaFolder, webviewHtml } from "./webviewHtml.js";

const TENSOR_VIEW = "lightning.tensor";

/** Requests after which the program runs. */
const RESUMING = new Set([
  "continue",
  "next",
  "stepIn",
  "stepOut",
  "stepBack",
  "reverseContinue",
  "restartFrame",
  "goto",
]);

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly feed: TensorFeed;
  readonly sessionId: string;
}

/** The tabs that show tensors of paused programs. Each follows its session: anew at each stop, and marked while the program runs. */
export class TensorPanels implements vscode.DebugAdapterTrackerFactory {
  readonly #open = new Set<OpenPanel>();

  constructor(private readonly extensionUri: vscode.Uri) {}

  dispose(): void {
    for (const { panel } of [...this.#open]) panel.dispose();
  }

  /** @param argument what the menu of a variable gives; else the user is asked for an expression. */
  async view(argument: unknown): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== "lightning") {
      void vscode.window.showInformationMessage(
        "A tensor is shown while a Lightning debug session is stopped. Start one, and stop at a breakpoint.",
      );
      return;
    }
    try {
      const place = placeOf(argument) ?? (await askedFor(session));
      if (place !== null) this.#show(session, place);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: ({ command }: { command?: string }) => {
        if (RESUMING.has(command ?? "")) for (const feed of this.#feeds(session)) feed.continued();
      },
      onDidSendMessage: ({ type, event, body }: { type: string; event?: string; body?: { threadId?: number } }) => {
        if (type === "event" && event === "stopped") void this.#stopped(session, body?.threadId ?? 1);
      },
      onWillStopSession: () => {
        for (const feed of this.#feeds(session)) feed.ended();
      },
    };
  }

  #feeds(session: vscode.DebugSession): TensorFeed[] {
    return [...this.#open].filter(({ sessionId }) => sessionId === session.id).map(({ feed }) => feed);
  }

  async #stopped(session: vscode.DebugSession, threadId: number): Promise<void> {
    const feeds = this.#feeds(session);
    if (feeds.length === 0) return;
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId, startFrame: 0, levels: 1 })) as {
      stackFrames: readonly { readonly id: number }[];
    };
    const [top] = stackFrames;
    if (top === undefined) return;
    for (const feed of feeds) await feed.stopped(top.id);
    for (const { panel, feed } of this.#open) panel.title = feed.title;
  }

  #show(session: vscode.DebugSession, place: TensorPlace): void {
    const panel = vscode.window.createWebviewPanel(TENSOR_VIEW, place.name, vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [mediaFolder(this.extensionUri)],
      // What was shown at a stop cannot be asked for again once the program runs.
      retainContextWhenHidden: true,
    });
    const feed = new TensorFeed(session, place, { copy, save }, (message) => void panel.webview.postMessage(message));
    const open = { panel, feed, sessionId: session.id };
    this.#open.add(open);
    panel.onDidDispose(() => this.#open.delete(open));
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const request = parseTensorRequest(message);
      if (request === null) return;
      await feed.answer(request);
      if (this.#open.has(open)) panel.title = feed.title;
    });
    panel.webview.html = webviewHtml(panel.webview, this.extensionUri, "tensor.js", place.name);
  }
}

/** What the Variables view gives to a command of its menu. */
function placeOf(argument: unknown): TensorPlace | null {
  if (typeof argument !== "object" || argument === null || !("variable" in argument)) return null;
  const { name, evaluateName, variablesReference, memoryReference } = argument.variable as Readonly<
    Record<string, unknown>
  >;
  if (typeof name !== "string" || typeof variablesReference !== "number") return null;
  const expression = typeof evaluateName === "string" && evaluateName !== "" ? evaluateName : null;
  return {
    // What the Trainer scope shows is found by a long expression, which says nothing to the user.
    name: expression?.replace(/^globalThis\[.*\.trainer\(\)\./, "") ?? name,
    evaluateName: expression,
    variablesReference,
    memoryReference: typeof memoryReference === "string" ? memoryReference : null,
  };
}

/** @returns null when the user gave no expression. */
async function askedFor(session: vscode.DebugSession): Promise<TensorPlace | null> {
  const editor = vscode.window.activeTextEditor;
  const expression = await vscode.window.showInputBox({
    title: "View Tensor",
    prompt: "Expression that gives a tensor at this stop",
    value: editor === undefined ? "" : editor.document.getText(editor.selection),
  });
  if (expression === undefined || expression.trim() === "") return null;
  const item = vscode.debug.activeStackItem;
  const frameId = item !== undefined && "frameId" in item ? item.frameId : undefined;
  const found = (await session.customRequest("evaluate", { expression, frameId, context: "watch" })) as {
    variablesReference: number;
    memoryReference?: string;
  };
  const { variablesReference, memoryReference = null } = found;
  return { name: expression, evaluateName: expression, variablesReference, memoryReference };
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage("Copied", 2000);
}

async function save(name: string, content: () => AsyncIterable<Uint8Array>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    filters: { NumPy: ["npy"] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri === undefined) return;
  const parts: Uint8Array[] = [];
  for await (const part of content()) parts.push(part);
  await vscode.workspace.fs.writeFile(uri, Buffer.concat(parts));
}
