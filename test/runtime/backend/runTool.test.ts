import { expect, test } from "vitest";
import { firstTool, runTool, ToolError } from "../../../runtime/backend/runTool.js";

const node = process.execPath;

test("a tool that fails is named with its last lines and how to go on", async () => {
  const program = "for (let i = 1; i < 12; i++) console.log('line ' + i); process.exit(3)";
  const error = await runTool(node, ["-e", program], { remedy: "Mend it." }).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ToolError);
  expect((error as ToolError).summary).toBe("`node` failed (line 11)");
  expect((error as ToolError).message.split("\n").slice(0, 2)).toEqual([
    `\`${node} -e ${JSON.stringify(program)}\` failed (exit code 3):`,
    "  line 4",
  ]);
  expect((error as ToolError).message).toMatch(/line 11\nMend it\.$/);
});

test("a tool that is not there says so", async () => {
  const error = await runTool("no-such-tool", ["make"], { remedy: "Install it." }).catch((failure: unknown) => failure);
  expect((error as ToolError).message).toBe("`no-such-tool make` failed (spawn no-such-tool ENOENT).\nInstall it.");
});

test("npm's script and a Python module go by their names", async () => {
  const failing = runTool("no-python", ["-m", "pip", "download"], { remedy: "" });
  await expect(failing).rejects.toMatchObject({ summary: "`pip download` failed (spawn no-python ENOENT)" });
});

test("the first tool that runs is taken", async () => {
  expect(await firstTool([["no-such-tool"], [node], ["no-other-tool"]])).toEqual([node]);
  expect(await firstTool([["no-such-tool"]])).toBeNull();
});
