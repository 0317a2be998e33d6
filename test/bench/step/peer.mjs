// Other programs that train the same models, each in a process of its own.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = join(import.meta.dirname, "peer.py");

/** PyTorch Lightning. */
export const startLightning = (python) => startPeer(python, [PROGRAM], "Can it `import lightning`?");

/** A hand-written loop on tfjs-node as it comes, from the folder of its package. */
export const startByHand = (packageDir) =>
  startPeer(process.execPath, [join(import.meta.dirname, "byHand.mjs"), packageDir], "");

/** A program that stays and measures a round of steps whenever it is asked. */
async function startPeer(program, args, hint) {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${[program, ...args].join(" ")} ended. ${hint}`);
    return value;
  };
  const failed = new Promise((_, reject) => child.once("error", reject));
  failed.catch(() => {});
  return {
    version: await Promise.race([next(), failed]),
    milliseconds: async (name, { warmUp, steps }, folder) => {
      child.stdin.write(`${[name, warmUp, steps, folder].join("\t")}\n`);
      return Number(await next());
    },
    close: () => child.stdin.end(),
  };
}

/** From the command to the first training step. */
export function peerStart(python, folder) {
  const begin = performance.timeOrigin + performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(python, [PROGRAM, "start", folder], { stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.on("error", reject);
    child.on("close", () => {
      const at = Number(/first step at ([\d.]+)/.exec(output)?.[1]);
      if (at > begin) resolve(at - begin);
      else reject(new Error(`${python} did not reach its first step: ${output}`));
    });
  });
}
