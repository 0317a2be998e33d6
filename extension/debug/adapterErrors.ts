/** What a debug session can fail with, as a user reads it: what, why, and how to mend it. */
export const adapterErrors = {
  noProgram: () =>
    "The launch configuration has no `program`. Set it to the experiment's main.ts, for example `${workspaceFolder}/main.ts`.",
  programMissing: (program: string) => `There is no file ${program}. Correct \`program\` in .vscode/launch.json.`,
  programIsFolder: (folder: string) =>
    `${folder} is a folder. Set \`program\` to the file in it that is to run, such as main.ts.`,
  programIsNoCode: (program: string) =>
    `${program} is neither TypeScript nor JavaScript. Set \`program\` to the file that is to run, such as main.ts.`,
  badAttribute: (name: string, given: string, wanted: string) =>
    `\`${name}\` of the launch configuration is ${given}. Give ${wanted}.`,
  waitsForOther: (option: string) =>
    `\`${option}\` in \`runtimeArgs\` makes Node wait for another debugger. Leave it out: \`stopOnEntry\` stops on the first line of the program.`,
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
  doesNotAnswer: (host: string, port: number) =>
    `Nothing answers at ${host}:${port}. The process there may be stopped, or is no Node program. Attach to the port that \`node --inspect\` prints ("Debugger listening on ws://…"), or correct \`port\`.`,
  attachByPort: (pid: string) =>
    `\`processId\` is ${pid}, but programs are attached to by port. \`kill -USR1 ${pid}\` opens Node's inspector on port 9229; then give \`"port": 9229\` instead.`,
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
    `\`${name || "(anonymous)"}\` cannot be restarted: V8 restarts no async function, no generator, and nothing that one of these has called; nor can an object be given its private fields twice. Set a breakpoint on its first line and run it again.`,
  notRestartableNow: () =>
    "No function can be restarted while an exception is on its way. Set a breakpoint before the line that throws, and run the function again.",
  noException: () => "The thread did not stop at an exception.",
  noTarget: () => "There is no such call to step into any more. Ask for the targets again.",
  noSource: () => "The text of this source is not there any more.",
  noVariable: (name: string) => `There is no variable \`${name}\` that could be set here.`,
  notAssignable: (name: string) => `\`${name}\` is not a value that can be set.`,
  tensorIsFixed: (name: string) =>
    `\`${name}\` is a value of a tensor, which never changes. Set the variable that holds the tensor, for example to \`x.add(1)\`; values of a \`tf.Variable\` or \`nn.Parameter\` can be set.`,
  noValue: () => "There is no value. Give an expression, such as `0.1` or `x.mul(2)`.",
  goneValue: () => "The program has gone on since this value was shown. Look at it again.",
  noMemory: (reference: string) =>
    `There is no memory \`${reference}\`: the program has gone on since it was shown, or the value has no bytes. Look at it again.`,
  fixedMemory: (why: string) => `This memory cannot be written: ${why}.`,
  sideEffects: (expression: string) =>
    `\`${expression}\` may have a side-effect, and a hover changes nothing. Watch it, or type it in the Debug Console.`,
  endless: (seconds: number) =>
    `This was not done after ${seconds} s and was stopped, so that the session goes on. Nothing else of the program was stopped; what it had changed by then is changed.`,
  awaitsWhilePaused: () =>
    "Nothing can be awaited while the program is paused. Watch the promise itself, or type this in the Debug Console: it is done when the program goes on.",
  tooLargeToCopy: (limit: number) =>
    `This has more than ${limit} values. Copy a part of it, or save a tensor as .npy from its view.`,
  cannotRestart: () =>
    "A program that was attached to cannot be restarted. Start it again by hand, or use a launch configuration.",
  manyExceptions: () =>
    "The program throws and catches very many exceptions. To keep it fast, it now stops only at those that V8 knows to be uncaught; switch an exception filter off and on to look at all of them again.",
  noMessage: (text: string) =>
    `This is no message of the Debug Adapter Protocol, and was passed over: ${JSON.stringify(text.slice(0, 200))}`,
  badArguments: (command: string, reason: string) =>
    `The arguments of \`${command}\` are not as the Debug Adapter Protocol says (${reason}).`,
  unknownRequest: (command: string) => `This debugger does not know the request \`${command}\`.`,
  noStep: (value: string, steps: readonly string[]) =>
    `\`stopOnStep\` is \`${value}\`, which is no step. Name one of ${steps.map((name) => `\`${name}\``).join(", ")}, or leave it out.`,
  badRunTo: (given: string) =>
    `\`to\` is ${given}. Give "batch", "epoch" or "validation" for the next one, or { "epoch": 1, "batch": 0 }, counted from 0.`,
  hasPassed: (wanted: string, at: string) =>
    `Training cannot run to ${wanted}: it is at ${at}. Numbers are from 0; give a later batch, or start the program again.`,
  noBatchControl: () =>
    "This program has no Trainer that could be told where to stop: it has not loaded `lightning-runtime` yet, or an older version of it. Run to its first line that uses the Trainer, or update the package.",
  awaits: (text: string) =>
    `\`${text}\` awaits something, but the program stands still while it is asked whether to stop. Write it without \`await\`.`,
  cancelled: () => "cancelled",
} as const;
