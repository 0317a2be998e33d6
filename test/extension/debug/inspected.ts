import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "../../experiment.js";
import { NODE } from "./dapClient.js";
import { MODEL, program } from "./programs.js";

/** Starts a program with Node's own inspector open, and says at which port. */
export async function inspected(
  main: string,
  option = "--inspect",
): Promise<{ child: ChildProcess; port: number; file: string }> {
  const { main: file } = program(main, { "model.ts": MODEL });
  const cli = join(root, "runtime", "dist", "cli.js");
  const child = spawn(NODE, [`${option}=127.0.0.1:0`, cli, "run", file], {
    cwd: dirname(file),
    env: { ...process.env, LIGHTNING_BACKEND: "cpu", EPOCHS: "100000" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const port = await new Promise<number>((resolve) =>
    child.stderr.on("data", (data: Buffer) => {
      text += data;
      const match = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text);
      if (match !== null) resolve(Number(match[1]));
    }),
  );
  child.stdout.resume();
  return { child, port, file };
}
