/** What a debug session can fail with, as a user reads it: what, why, and how to mend it. */
export const adapterErrors = {
  noProgram: () =>
    "The launch configuration has no `program`. Set it to the experiment's main.ts, for example `${workspaceFolder}/main.ts`.",
  programMissing: (program: string) => `There is no file ${program}. Correct \`program\` in .vscode/launch.json.`,
  folderMissing: (folder: string) => `There is no folder ${folder}. Correct \`cwd\` in .vscode/launch.json.`,
  runtimeMissing: (folder: string) =>
    `lightning-runtime is not installed for ${folder}. Run \`npm install\` in the experiment's folder, or make one with "Lightning: New Experiment…".`,
  runtimeTooOld: (version: string, oldest: string) =>
    `The experiment's lightning-runtime ${version} is too old for this debugger, which needs ${oldest}. Run \`npx lightning update .\` in the experiment's folder with the newer runtime, or \`npm install lightning-runtime@latest\`.`,
  noNode: (executable: string, reason: string) =>
    `\`${executable}\` could not be started (${reason}). Install Node 20.19 or later, or set \`runtimeExecutable\` or the setting \`lightning.nodePath\` to it.`,
  nodeTooOld: (executable: string, version: string, oldest: string) =>
    `\`${executable}\` is Node ${version}; ${oldest} or later is needed. Install one from https://nodejs.org, or set \`runtimeExecutable\` or the setting \`lightning.nodePath\` to it.`,
  notConnected: (seconds: number) =>
    `The program did not connect to the debugger within ${seconds} s. See the Debug Console for what it printed; Node 20.19 or later is needed.`,
  endedEarly: (code: number | null) =>
    `The program ended${code === null ? "" : ` with exit code ${code}`} before the debugger was connected. See the Debug Console for what it printed, and check \`runtimeExecutable\` and \`runtimeArgs\`.`,
  sessionOver: () => "The session was ended before the program had started.",
  badPort: (port: string) => `\`${port}\` is no port. Give a number from 1 to 65535; Node's own is 9229.`,
  nothingListens: (host: string, port: number, code: string) =>
    `Nothing can be attached to at ${host}:${port} (${code}). Start the program with \`node --inspect=${port} node_modules/lightning-runtime/dist/cli.js run main.ts\`, or correct \`port\`.`,
  attachedToOther: (host: string, port: number, browser: string) =>
    `What listens at ${host}:${port} is ${browser === "" ? "no inspector" : browser} and not a Node program. Attach to the port that \`node --inspect\` prints ("Debugger listening on ws://…"), or correct \`port\`.`,
  portInUse: (port: number) =>
    `Port ${port} is in use by another program. Choose another one with \`--port N\`, or \`--port 0\` for any that is free.`,
  notPaused: () => "The program is running. Pause it, or set a breakpoint.",
  notStarted: () => "The program has not started yet, or has ended. Start it with a launch or an attach request.",
  startedAlready: () => "This session has a program already. End it, or start another session.",
  noThread: (id: number) => `There is no thread ${id}. It may have ended.`,
  noFrame: () => "This frame is not on the stack any more. Ask for the stack again.",
  notRestartable: (name: string) =>
    `\`${name || "(anonymous)"}\` cannot be restarted: V8 restarts no async function, no generator, and nothing that one of these has called. Set a breakpoint on its first line and run it again.`,
  noException: () => "The thread did not stop at an exception.",
  noTarget: () => "There is no such call to step into any more. Ask for the targets again.",
  noSource: () => "The text of this source is not there any more.",
  noVariable: (name: string) => `There is no variable \`${name}\` that could be set here.`,
  notAssignable: (name: string) => `\`${name}\` is not a value that can be set.`,
  cannotRestart: () =>
    "A program that was attached to cannot be restarted. Start it again by hand, or use a launch configuration.",
  manyExceptions: () =>
    "The program throws and catches very many exceptions. To keep it fast, it now stops only at those that V8 knows to be uncaught; switch an exception filter off and on to look at all of them again.",
  unknownRequest: (command: string) => `This debugger does not know the request \`${command}\`.`,
  noStep: (value: string, steps: readonly string[]) =>
    `\`stopOnStep\` is \`${value}\`, which is no step. Name one of ${steps.map((name) => `\`${name}\``).join(", ")}, or leave it out.`,
  badRunTo: (given: string) =>
    `\`to\` is ${given}. Give "batch", "epoch" or "validation" for the next one, or { "epoch": 1, "batch": 0 }, counted from 0.`,
  hasPassed: (wanted: string, at: string) =>
    `Training cannot run to ${wanted}: it is at ${at}. Numbers are from 0; give a later batch, or start the program again.`,
  noBatchControl: () =>
    "This program has no Trainer that could be told where to stop: it has not loaded `lightning-runtime` yet, or an older version of it. Run to its first line that uses the Trainer, or update the package.",
  cancelled: () => "cancelled",
} as const;
