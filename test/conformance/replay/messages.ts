/** What the runtime says while `work` runs: each message once, in the order in which it first came. What bars and tables draw is dropped. */
export async function captureMessages(work: () => Promise<void>): Promise<string[]> {
  const messages = new Set<string>();
  const keep = (...parts: readonly unknown[]) => void messages.add(parts.map(String).join(" "));
  const { log, info, warn, error } = console;
  const write = process.stdout.write;
  Object.assign(console, { log: keep, info: keep, warn: keep, error: keep });
  process.stdout.write = () => true;
  try {
    await work();
  } finally {
    process.stdout.write = write;
    Object.assign(console, { log, info, warn, error });
  }
  return [...messages];
}
