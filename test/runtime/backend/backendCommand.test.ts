import { expect, test, vi } from "vitest";
import { backendCommand } from "../../../runtime/backend/backendCommand.js";

test("`lightning backend` says which, why, versions, where and how fast", async () => {
  vi.stubEnv("LIGHTNING_BACKEND", "cpu");
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out.map((line) => line.split(/\s{2,}/)[0])).toEqual(["Backend", "Why", "Versions", "Where", "Speed"]);
  expect(out[1]).toBe("Why       LIGHTNING_BACKEND=cpu asks for it.");
  expect(out[4]).toMatch(/^Speed {5}\d+\.\d\d ms a training step \(784-128-10, batch 64, SGD\)$/);
});

test("`--json` gives the same as one object", async () => {
  vi.stubEnv("LIGHTNING_BACKEND", "cpu");
  const { out } = await run("--json");
  expect(JSON.parse(out.join(""))).toMatchObject({
    kind: "cpu",
    versions: { tfjs: "4.22.0" },
    stepMs: expect.any(Number),
  });
});

test("an argument that is not known ends with exit code 2 and the usage", async () => {
  expect(await run("install", "--now")).toEqual({
    code: 2,
    out: [],
    err: [
      "lightning backend install --now: `--now` is not known here. " +
        "Use `lightning backend [--json]` or `lightning backend install [--if-needed | --force]`.",
    ],
  });
});

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await backendCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}
