import { expect, test } from "vitest";
import { parseCodeArguments } from "../../../scripts/vscode/codeArguments.mjs";

test("it understands what @vscode/test-electron passes to VS Code", () => {
  const args = [
    "/my folder",
    "--no-sandbox",
    "--disable-workspace-trust",
    "--extensionTestsPath=/tests/run.cjs",
    "--extensionDevelopmentPath=/an extension",
    "--user-data-dir=/user",
    "--extensions-dir=/extensions",
  ];
  expect(parseCodeArguments(args)).toEqual({
    folder: "/my folder",
    extensions: ["/an extension"],
    tests: "/tests/run.cjs",
    userDataDir: "/user",
    extensionsDir: "/extensions",
    vsix: null,
  });
});

test("values may follow as the next argument, and paths may be file URLs", () => {
  expect(parseCodeArguments(["--install-extension", "/a.vsix", "--folder-uri=file:///my%20folder"])).toMatchObject({
    folder: "/my folder",
    vsix: "/a.vsix",
  });
});
