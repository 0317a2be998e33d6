/** How the code is called that stops a thread in which nothing runs. */
const IDLE_URL = "lightning:idle";

/**
 * Stops a thread that waits for something, soon. Not one that runs: V8 may evaluate this right at the beginning of a function, and aborts the
 * program when it is stopped there. So the stack must have nothing but this and the function in it, and no break must happen in it.
 */
export const STOP_IDLE = {
  expression: `if ((() => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 3;
    Error.prepareStackTrace = (_, sites) => sites.length;
    return new Error().stack === 2;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete Error.prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
})()) setImmediate(() => { debugger; });
undefined;
//# sourceURL=${IDLE_URL}`,
  disableBreaks: true,
  silent: true,
};

/** What the editor shows in the place of a frame. */
export const IDLE_FRAME = "No code runs: the thread waits";

/** True for the code that has stopped an idle thread. */
export function isIdle(url: string | undefined): boolean {
  return url === IDLE_URL;
}
