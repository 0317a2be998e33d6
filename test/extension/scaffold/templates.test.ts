import { expect, it } from "vitest";
import { listTemplates } from "../../../extension/scaffold/templates.js";
import { temporaryFolder } from "../../temporaryFolder.js";

it("offers every template under its folder's name, with what its package.json says of it", () => {
  const folder = temporaryFolder({
    "digits/package.json": '{ "description": "Handwritten digits." }',
    "README.md": "",
  });

  expect(listTemplates(folder)).toEqual([{ name: "digits", label: "Digits", description: "Handwritten digits." }]);
});
