import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { UserCode } from "../../../extension/debug/userCode.js";
import { temporaryFolder } from "../../temporaryFolder.js";

it("tells the user's code from packages, Node and a runtime that is linked from elsewhere", () => {
  const folder = temporaryFolder({ "runtime (dev)/dist/cli.js": "", "node_modules/.keep": "" });
  symlinkSync(join(folder, "runtime (dev)"), join(folder, "node_modules", "lightning-runtime"), "junction");
  const code = new UserCode(join(folder, "node_modules", "lightning-runtime", "dist", "cli.js"));

  const files = [
    join(folder, "model.ts"),
    join(folder, "runtime (dev)", "notes.ts"),
    join(folder, "runtime (dev)", "dist", "index.js"),
    join(folder, "node_modules", "a", "index.js"),
    "node:internal/timers",
  ];
  expect(files.map((file) => code.isForeign(file))).toEqual([false, false, true, true, true]);
});
