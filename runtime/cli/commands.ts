/** One command of the CLI; what it needs is loaded when it runs, so that the others start quickly. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** @returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

const io = { out: (line: string) => console.log(line), err: (line: string) => console.error(line) };

export const COMMANDS: readonly Command[] = [
  {
    name: "new",
    usage: "new DIR [--template NAME] [--no-install]",
    summary: "make an experiment: a project to fill in",
    run: async (args) => (await import("./newCommand.js")).newCommand(args, io),
  },
  {
    name: "update",
    usage: "update DIR",
    summary: "bring an experiment to this version of the runtime",
    run: async (args) => (await import("./updateCommand.js")).updateCommand(args, io),
  },
  {
    name: "run",
    usage: "run FILE [ARGUMENT …]",
    summary: "run a program, such as an experiment's main.ts",
    run: async (args) => (await import("./runCommand.js")).runCommand(args, io),
  },
  {
    name: "runs",
    usage: "runs [DIR]",
    summary: "list the runs below a folder",
    run: async (args) => (await import("./runsCommand.js")).runsCommand(args, io),
  },
  {
    name: "backend",
    usage: "backend [--json | install]",
    summary: "say which engine computes; install the native one",
    run: async (args) => (await import("../backend/backendCommand.js")).backendCommand(args, io),
  },
];

export function helpText(): string {
  const width = Math.max(...COMMANDS.map((command) => command.usage.length));
  const lines = COMMANDS.map((command) => `  lightning ${command.usage.padEnd(width)}  ${command.summary}`);
  return [
    "Deep learning the PyTorch Lightning way, in TypeScript.",
    "",
    ...lines,
    `  lightning ${"--version".padEnd(width)}  print the version`,
  ].join("\n");
}
