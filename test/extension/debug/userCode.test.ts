import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { UserCode } from "../../../extension/debug/userCode.js";
import { temporaryFolder } from "../../temporaryFolder.js";

it("tells the user's code from packages, Node and a runtime that is linked from elsewhere", () => {
  const folder = temporaryFolder({ "runtime (dev)/dist/cli.js": "", "node_modules/.keep": "" });
  symlinkSync(join(folder, "runtime (dev)"), join(folder, "node_modules", "lightning-runtime"), "junction");
  const code = new UserCode({ runtimeCli: join(folder, "node_modules", "lightning-runtime", "dist", "cli.js") });

  const files = [
    join(folder, "model.ts"),
    join(folder, "runtime (dev)", "notes.ts"),
    join(folder, "runtime (dev)", "dist", "index.js"),
    join(folder, "node_modules", "a", "index.js"),
    "node:internal/timers",
  ];
  expect(files.map((file) => code.isForeign(file))).toEqual([false, false, true, true, true]);
});

it("takes the globs of skipFiles for code of others, and those with an exclamation mark not", () => {
  const code = new UserCode({ runtimeCli: null, skipFiles: ["**/vendor/**", "!**/vendor/mine.ts"] });
  const all = new UserCode({ runtimeCli: null, justMyCode: false });
  const files = ["/a/model.ts", "/a/vendor/b.ts", "/a/vendor/mine.ts", "/a/node_modules/b/c.js", "node:fs"];

  expect(files.map((file) => code.isForeign(file))).toEqual([false, true, false, true, true]);
  expect(files.map((file) => all.isForeign(file))).toEqual([false, false, false, false, false]);
  expect(files.map((file) => all.isOthers(file))).toEqual([false, false, false, true, true]);
  const hidden = new RegExp(code.foreignPatterns.join("|"));
  expect(files.map((file) => hidden.test(file.startsWith("/") ? `file://${file}` : file))).toEqual([
    false,
    true,
    false,
    true,
    true,
  ]);
});
