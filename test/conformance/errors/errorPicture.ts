import type { ErrorCase } from "../kinds/errorCases.js";
import { captureMessages } from "../replay/messages.js";
import { errorProgram } from "./errorPrograms.js";
import { notHere } from "./notHere.js";

/** What the runtime says to each mistake, as it stands in `errorTexts.txt`. */
export async function errorPicture(cases: readonly ErrorCase[]): Promise<string> {
  const parts: string[] = [];
  for (const error of cases) {
    const reason = notHere(error);
    parts.push(`${error.name}\n  ${error.what}\n${reason === null ? await answer(error) : `  not here: ${reason}`}`);
  }
  return `${parts.join("\n\n")}\n`;
}

async function answer(error: ErrorCase): Promise<string> {
  let thrown: string[] = [];
  const messages = await captureMessages(async () => {
    try {
      await errorProgram(error)?.();
    } catch (exception) {
      thrown = [`✗ ${(exception as Error).name}: ${(exception as Error).message}`];
    }
  });
  const said = messages.filter((text) => !text.startsWith("`Trainer.fit` stopped")).map((text) => `! ${text}`);
  const lines = [...said, ...thrown];
  return lines.length === 0 ? "  runs" : lines.map((line) => `  ${line}`).join("\n");
}
