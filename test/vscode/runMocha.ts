/** How a run of tests ended. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** What a test waits for in vain it names itself, before this. */
const TEST_LIMIT_MS = 360_000;

/** Runs test files in mocha's `tdd` style. @param print gets what mocha says, as console.log would. */
export async function runMocha(files: readonly string[], print: (...args: unknown[]) => void): Promise<Outcome> {
  // Mocha is a module, which scripts in older versions of VS Code can only import in this way.
  const { default: Mocha } = await import("mocha");
  Mocha.reporters.Base.consoleLog = print;
  const mocha = new Mocha({ ui: "tdd", timeout: TEST_LIMIT_MS });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
}
