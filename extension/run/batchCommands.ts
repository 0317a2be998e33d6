import * as vscode from "vscode";
import { DEBUG_TYPE } from "./debugSessions.js";
import { epochAndBatch } from "./epochAndBatch.js";

/** The debug adapter's own request. */
const RUN_TO = "lightning.runTo";

/** Lets the program that is debugged run to its next batch, epoch or validation, or to a batch of an epoch. */
export async function runTo(to: "batch" | "epoch" | "validation" | { epoch: number; batch: number }): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE || session.configuration["noDebug"] === true) {
    await vscode.window.showWarningMessage("No training is debugged. Start one with “Lightning: Debug”.");
    return;
  }
  try {
    await session.customRequest(RUN_TO, { to });
  } catch (error) {
    await vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Asks to which epoch and batch. */
export async function runToEpochAndBatch(): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: "Run to Epoch/Batch",
    prompt: "Epoch and batch, counted from 0 as in your code",
    placeHolder: "3, 20",
    validateInput: (value) =>
      epochAndBatch(value) === null ? "Write an epoch and a batch, such as 3, 20, or an epoch alone." : undefined,
  });
  const to = text === undefined ? null : epochAndBatch(text);
  if (to !== null) await runTo(to);
}
