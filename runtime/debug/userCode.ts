/** A function of the user's that training calls. */
type UserFunction = (...args: never[]) => unknown;

/**
 * What of the user's code the process is about to call. A Trainer says it when it begins; a debugger that was asked to pause stops there, since
 * the runtime itself is stepped over.
 */
export const userCode: { functions: () => readonly UserFunction[] } = { functions: () => [] };
