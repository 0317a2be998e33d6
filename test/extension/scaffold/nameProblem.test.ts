import { expect, it } from "vitest";
import { nameProblem } from "../../../extension/scaffold/nameProblem.js";
import { temporaryFolder } from "../../temporaryFolder.js";

it("refuses names that no folder can have, and folders with something in them", () => {
  const parent = temporaryFolder({ "taken/file.txt": "" });
  const problem = (name: string) => nameProblem(parent, name);

  expect(problem("my digits")).toBe(null);
  expect(problem("  ")).toBe("Give the experiment a name.");
  expect(problem("a/b")).toBe("A folder's name has none of / \\ : * ? \" < > |.");
  expect(problem("..")).toContain("A folder's name");
  expect(problem("taken")).toBe(`${parent}/taken is there already and is not empty.`);
});
