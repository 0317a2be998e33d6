import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newCommand } from "../../../runtime/cli/newCommand.js";
import { temporaryFolder } from "../temporaryFolder.js";

test("it makes an experiment and says how to go on", async () => {
  const folder = join(temporaryFolder(), "My Digits");
  expect(await run(folder, "--no-install")).toEqual({
    code: 0,
    out: [`Made 9 files in ${folder}`, `\nNext:\n  cd "${folder}"\n  npm install\n  npm run train\n  code .`],
    err: [],
  });
  expect(existsSync(join(folder, "main.ts"))).toBe(true);
});

test.each<[readonly string[], string]>([
  [[], "lightning new needs one folder: `lightning new my-experiment`. Templates: `digits`."],
  [["a", "b"], "lightning new needs one folder: `lightning new my-experiment`. Templates: `digits`."],
  [["a", "--template", "digit"], "There is no template `digit`. Did you mean `digits`?"],
  [["a", "--template", "imagenet"], "There is no template `imagenet`. There is `digits`."],
  [["a", "--tempalte", "digits"], "lightning new: Unknown option '--tempalte'"],
])("`lightning new %s` ends with exit code 2", async (args, message) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, []]);
  expect(err[0]).toContain(message);
});

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await newCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}
