import { ensureBackend, hasNative, installBackend } from "./ensureBackend.js";

export interface CommandOutput {
  out(line: string): void;
  err(line: string): void;
}

/** `lightning backend`: says which engine computes, why, its versions and its speed; `lightning backend install` builds the native one. */
export async function backendCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const [action, ...options] = args;
  if (action === "install") return install(options, io);
  if (action !== undefined && action !== "--json") {
    io.err(
      `lightning backend ${action}: there is no such command. Use \`lightning backend\`, \`lightning backend --json\` or \`lightning backend install\`.`,
    );
    return 2;
  }
  const [{ backend }, { measureStep }] = await Promise.all([import("./tf.js"), import("./measureStep.js")]);
  const stepMs = measureStep();
  if (action === "--json") {
    io.out(JSON.stringify({ ...backend, stepMs }));
    return 0;
  }
  io.out(`Backend   ${backend.kind}`);
  io.out(`Why       ${backend.reason}`);
  io.out(
    `Versions  ${Object.entries(backend.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}`,
  );
  io.out(`Where     ${backend.location}`);
  io.out(`Speed     ${stepMs.toFixed(2)} ms for a small training step (784-128-10, batch 64, SGD)`);
  return 0;
}

async function install(options: readonly string[], io: CommandOutput): Promise<number> {
  if (options.includes("--if-needed")) {
    await ensureBackend(io.err);
    return hasNative() ? 0 : 1;
  }
  try {
    io.out(`The native backend is in ${await installBackend(io.err)}`);
    return 0;
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
