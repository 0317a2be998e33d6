import type { CommandOutput } from "../cli/commandOutput.js";
import type { BackendReport } from "./backendReport.js";
import { ensureBackend, hasNative, installBackend } from "./ensureBackend.js";

const USAGE = "Use `lightning backend [--json]` or `lightning backend install [--if-needed | --force]`.";

/**
 * `lightning backend`: which engine computes, why, its versions and its speed. `lightning backend install`: builds the native one, which
 * needs no engine that works.
 *
 * @returns the exit code: 0, 1 for a failure, 2 for arguments that make no sense.
 */
export async function backendCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const install = args[0] === "install";
  const options = args.slice(install ? 1 : 0);
  const known = install ? ["--if-needed", "--force"] : ["--json"];
  const unknown = options.find((option) => !known.includes(option));
  if (unknown !== undefined) {
    io.err(`lightning backend ${args.join(" ")}: \`${unknown}\` is not known here. ${USAGE}`);
    return 2;
  }
  try {
    return install ? await runInstall(options, io) : await describe(options.includes("--json"), io);
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function runInstall(options: readonly string[], io: CommandOutput): Promise<number> {
  const progress = (line: string) => io.err(line);
  if (options.includes("--if-needed")) {
    await ensureBackend(progress);
    return hasNative() ? 0 : 1;
  }
  io.out(`The native backend is in ${await installBackend({ progress, force: options.includes("--force") })}`);
  return 0;
}

async function describe(json: boolean, io: CommandOutput): Promise<number> {
  const { backend } = await import("./tf.js");
  const { measureStep, MEASURED_STEP } = await import("./measureStep.js");
  const stepMs = measureStep();
  if (json) io.out(JSON.stringify({ ...backend, stepMs }));
  else
    for (const line of reportLines(backend, `${stepMs.toFixed(2)} ms a training step (${MEASURED_STEP})`)) io.out(line);
  return 0;
}

function reportLines(report: BackendReport, speed: string): readonly string[] {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Backend   ${report.kind}`,
    `Why       ${report.reason}`,
    `Versions  ${versions.join(", ")}`,
    `Where     ${report.where}`,
    `Speed     ${speed}`,
  ];
}
