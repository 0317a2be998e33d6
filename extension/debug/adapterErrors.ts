/** What a debug session can fail with, as a user reads it: what, why, and how to mend it. */
export const adapterErrors = {
  noProgram: () =>
    "The launch configuration has no `program`. Set it to the experiment's main.ts, for example `${workspaceFolder}/main.ts`.",
  programMissing: (program: string) => `There is no file ${program}. Correct \`program\` in .vscode/launch.json.`,
  runtimeMissing: (folder: string) =>
    `lightning-runtime is not installed for ${folder}. Run \`npm install\` in the experiment's folder, or make one with "Lightning: New Experiment…".`,
  noNode: (executable: string, reason: string) =>
    `\`${executable}\` could not be started (${reason}). Install Node 20.19 or later, or set \`runtimeExecutable\` or the setting \`lightning.nodePath\` to it.`,
  notConnected: (seconds: number) =>
    `The program did not connect to the debugger within ${seconds} s. See the Debug Console for what it printed; Node 20.19 or later is needed.`,
  notPaused: () => "The program is running. Pause it, or set a breakpoint.",
  unknownRequest: (command: string) => `This debugger does not know the request \`${command}\`.`,
} as const;
