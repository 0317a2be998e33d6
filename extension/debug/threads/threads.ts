import { ThreadEvent } from "@vscode/debugadapter";
import { adapterErrors } from "../adapterErrors.js";
import { CdpTransport } from "../cdpTransport.js";
import { WorkerChannel } from "../channels/workerChannel.js";
import { NUMBERS_PER_THREAD, ProgramThread } from "./programThread.js";
import type { ThreadContext } from "./threadContext.js";

const MAIN = 1;
/** Numbers of at most so many threads at a time fit into what the protocol allows. */
const MAX_SLOTS = 120;

interface WorkerAttached {
  readonly sessionId: string;
  readonly waitingForDebugger: boolean;
  readonly workerInfo: { readonly title: string; readonly url: string };
}

/** The threads of a program: the main one, and the workers that it starts, such as those that load data. */
export class Threads {
  #nextId = MAIN + 1;
  readonly #threads = new Map<number, ProgramThread>();
  readonly #workers = new Map<string, { readonly channel: WorkerChannel; readonly thread: ProgramThread }>();

  readonly main: ProgramThread;
  private readonly context: ThreadContext;

  constructor(
    private readonly cdp: CdpTransport,
    context: Omit<ThreadContext, "isOnlyThread">,
  ) {
    this.context = { ...context, isOnlyThread: () => this.all.length === 1 };
    this.main = new ProgramThread(MAIN, "Trainer", 0, cdp, this.context);
    this.#threads.set(this.main.id, this.main);
  }

  /** Begins to debug them. */
  async begin(): Promise<void> {
    const { cdp } = this;
    cdp.onAny("NodeWorker.attachedToWorker", (event: WorkerAttached) => void this.#attached(event));
    cdp.onAny(
      "NodeWorker.receivedMessageFromWorker",
      ({ sessionId, message }: { sessionId: string; message: string }) =>
        this.#workers.get(sessionId)?.channel.receive(message),
    );
    cdp.onAny("NodeWorker.detachedFromWorker", ({ sessionId }: { sessionId: string }) => this.#detached(sessionId));
    await Promise.all([this.main.begin(), cdp.request("NodeWorker.enable", { waitForDebuggerOnStart: true })]);
  }

  get all(): readonly ProgramThread[] {
    return [...this.#threads.values()];
  }

  get(threadId: number): ProgramThread {
    const thread = this.#threads.get(threadId);
    if (thread === undefined) throw new Error(adapterErrors.noThread(threadId));
    return thread;
  }

  /** The thread that has given out a number: of a frame, or of something with children. */
  ofNumber(number: number): ProgramThread | undefined {
    const slot = Math.floor(number / NUMBERS_PER_THREAD);
    return this.all.find((thread) => thread.slot === slot);
  }

  /** The paused thread whose frame has a number. @throws when it runs. */
  ofFrame(frameId: number): ProgramThread {
    const thread = this.ofNumber(frameId);
    if (thread === undefined) throw new Error(adapterErrors.notPaused());
    thread.paused;
    return thread;
  }

  /** Lets every thread run on, without stops. */
  release(): void {
    for (const { cdp } of this.#threads.values()) cdp.post("Debugger.disable");
  }

  /** The program has gone. */
  dispose(): void {
    for (const sessionId of [...this.#workers.keys()]) this.#detached(sessionId);
  }

  async #attached({ sessionId, workerInfo }: WorkerAttached): Promise<void> {
    const { cdp } = this;
    const channel = new WorkerChannel((message) => {
      cdp.request("NodeWorker.sendMessageToWorker", { sessionId, message }).catch(() => channel.close());
    });
    const worker = new CdpTransport(channel);
    const slot = this.#freeSlot();
    if (!workerInfo.url.startsWith("file:") || slot === null) {
      // Threads of Node's own and of this debugger: nobody wants to see them, but one may wait.
      worker.post("Runtime.runIfWaitingForDebugger");
      cdp.request("NodeWorker.detach", { sessionId }).catch(() => undefined);
      return;
    }
    // Whether its TypeScript goes through a transpiler is the worker's own affair.
    const context = { ...this.context, alwaysMapped: () => false };
    const thread = new ProgramThread(this.#nextId++, workerName(workerInfo.title), slot, worker, context);
    this.#threads.set(thread.id, thread);
    this.#workers.set(sessionId, { channel, thread });
    this.context.send(new ThreadEvent("started", thread.id));
    // It may be gone again before it has begun.
    await thread.begin().catch(() => undefined);
    worker.post("Runtime.runIfWaitingForDebugger");
  }

  #detached(sessionId: string): void {
    const worker = this.#workers.get(sessionId);
    if (worker === undefined) return;
    this.#workers.delete(sessionId);
    this.#threads.delete(worker.thread.id);
    worker.thread.cdp.dispose();
    this.context.send(new ThreadEvent("exited", worker.thread.id));
  }

  #freeSlot(): number | null {
    const taken = new Set(this.all.map(({ slot }) => slot));
    for (let slot = 0; slot < MAX_SLOTS; slot++) if (!taken.has(slot)) return slot;
    return null;
  }
}

/** `[worker 2] loader 0` is called `loader 0`. */
function workerName(title: string): string {
  const match = /^\[worker (\d+)\]\s*(.*)$/.exec(title);
  const name = match?.[2] ?? "";
  return name === "" || name === "WorkerThread" ? `Worker ${match?.[1] ?? ""}`.trim() : name;
}
