import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageVersion } from "../../../runtime/packageFolder.js";
import { createExperiment, experimentTemplates } from "../../../runtime/scaffold/createExperiment.js";
import { temporaryFolder } from "../temporaryFolder.js";

const TARBALL = `lightning-runtime-${packageVersion()}.tgz`;

test("there is a template", () => {
  expect(experimentTemplates()).toEqual(["digits"]);
});

test("a project with the runtime in it is written", async () => {
  const folder = join(temporaryFolder(), "digits");
  const written = await createExperiment({ folder, template: "digits", name: "My 1st Net!" });
  expect([...written].sort()).toEqual([
    ".gitignore",
    ".vscode/launch.json",
    "README.md",
    "data/digitsData.ts",
    "main.ts",
    "model/digitsClassifier.ts",
    "package.json",
    "tsconfig.json",
    `vendor/${TARBALL}`,
  ]);
  for (const path of written) expect(existsSync(join(folder, path))).toBe(true);
  const { name, dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    dependencies: Record<string, string>;
  };
  expect([name, dependencies]).toEqual(["my-1st-net", { "lightning-runtime": `file:vendor/${TARBALL}` }]);
  expect(readFileSync(join(folder, "README.md"), "utf8").split("\n")[0]).toBe("# my-1st-net");
});

test("nothing is overwritten, and nothing written, when a file is there already; other files stay", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "notes.txt"), "mine");
  writeFileSync(join(folder, "main.ts"), "mine");
  await expect(createExperiment({ folder, template: "digits", name: "x" })).rejects.toThrow(
    `${folder} has main.ts already. Nothing was written; choose another folder, or move it away.`,
  );
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data", "digitsData.ts"), "mine");
  await expect(createExperiment({ folder, template: "digits", name: "x" })).rejects.toThrow(
    /has (main\.ts, data\/digitsData\.ts|data\/digitsData\.ts, main\.ts) already\. .* or move them away\.$/,
  );
  expect(readdirSync(folder).sort()).toEqual(["data", "main.ts", "notes.txt"]);
  expect(readFileSync(join(folder, "main.ts"), "utf8")).toBe("mine");
});

test.each([
  ["Digits", "digits"],
  ["äöü 2", "2"],
  ["_.x", "x"],
  ["···", "experiment"],
])("the folder %s becomes the package %s", async (name, packageName) => {
  const folder = join(temporaryFolder(), "e");
  await createExperiment({ folder, template: "digits", name });
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name).toBe(packageName);
});
