/** What engines say when a tensor does not fit: TensorFlow, JavaScript's typed arrays, WebAssembly, WebGL. */
const MESSAGES = [
  /\bOOM\b/,
  /out of memory/i,
  /Array buffer allocation failed/i,
  /Invalid typed array length/i,
  /cannot enlarge memory/i,
  /memory access out of bounds/i,
  /Requested texture size/i,
];

/** True for errors that a smaller batch would mend. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && MESSAGES.some((message) => message.test(error.message));
}
