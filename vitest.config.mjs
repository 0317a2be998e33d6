import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/conformance/**/*.test.ts",
      "test/runtime/**/*.test.ts",
      "test/extension/**/*.test.ts",
      "test/media/**/*.test.ts",
      "test/scripts/**/*.test.ts",
    ],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
