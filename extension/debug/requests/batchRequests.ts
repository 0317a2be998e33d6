import { ContinuedEvent } from "@vscode/debugadapter";
import { parseRunTo } from "../batches/runTo.js";
import type { RequestTable, Session } from "./requestHandler.js";

/** Runs the program to a batch: `{ to: "batch" | "epoch" | "validation" | { epoch, batch } }`. A request of this adapter's own. */
export const RUN_TO_REQUEST = "lightning.runTo";

/** How training runs, batch by batch. */
export const batchRequests: RequestTable = {
  async [RUN_TO_REQUEST](session: Session, { to }: { readonly to?: unknown } = {}) {
    const { main } = session.threads;
    await session.batches.runTo(parseRunTo(to), async () => {
      if (!main.isPaused) return;
      // The editor does not know that this request lets it go on.
      session.send(new ContinuedEvent(main.id, false));
      await main.continue();
    });
    return undefined;
  },
};
