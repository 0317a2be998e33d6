import { expect, it } from "vitest";
import { launchJson } from "../../../extension/run/launchJson.js";

it("a launch.json names what is in its folder by a variable, so that it can be shared", () => {
  const experiment = { folder: "/work/all/digits", program: "/work/all/digits/main.ts" };

  expect(launchJson(experiment, { path: "/work/all", variable: "${workspaceFolder}" })).toEqual([
    {
      name: "Train digits",
      type: "lightning",
      request: "launch",
      program: "${workspaceFolder}/digits/main.ts",
    },
    {
      name: "Debug one batch of digits",
      type: "lightning",
      request: "launch",
      program: "${workspaceFolder}/digits/main.ts",
      fastDevRun: true,
    },
  ]);
});

it("it names the folder to run in where that is not the program's, and what lies outside by its path", () => {
  const experiment = { folder: "/work/digits", program: "/work/digits/scripts/train.ts" };
  const [inside] = launchJson(experiment, { path: "/work/digits", variable: "${workspaceFolder:digits}" });
  const [outside] = launchJson(experiment, undefined);

  expect(inside).toMatchObject({
    program: "${workspaceFolder:digits}/scripts/train.ts",
    cwd: "${workspaceFolder:digits}",
  });
  expect(outside).toMatchObject({ program: "/work/digits/scripts/train.ts", cwd: "/work/digits" });
});
