import "../runtime/onCpu.js";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HOOKS, MODULE_METHODS } from "../../runtime/core/hooks.js";
import * as runtime from "../../runtime/index.js";
import { HOOK_PAGE, hookPage } from "../../scripts/hookDocs.mjs";

test("docs/hooks.md is what the hook table and a recorded fit say; `npm run hook-docs` writes it", async () => {
  expect(readFileSync(HOOK_PAGE, "utf8")).toBe(await hookPage({ ...runtime, HOOKS, MODULE_METHODS }));
});
