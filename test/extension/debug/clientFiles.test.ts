import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ClientFiles } from "../../../extension/debug/clientFiles.js";
import { realFile } from "../../../extension/debug/scripts.js";
import { temporaryFolder } from "../../temporaryFolder.js";

it("calls files as the client does, which may have opened their folder, or one of them, over a link", () => {
  const folder = realFile(temporaryFolder({ "real/main.ts": "", "real/sub/model.ts": "", "other.ts": "" }));
  const file = (name: string) => join(folder, name);
  symlinkSync(file("real"), file("link"));
  symlinkSync(file("other.ts"), file("linked.ts"));
  const files = new ClientFiles();
  const names = (...wanted: string[]) => wanted.map((name) => files.name(file(name)).slice(folder.length + 1));

  files.learn(file("link/main.ts"));
  files.learn(file("linked.ts"));
  files.learn("no/absolute/path.ts");
  expect(names("real/main.ts", "real/sub/model.ts", "other.ts", "else.ts")).toEqual([
    "link/main.ts",
    "link/sub/model.ts",
    "linked.ts",
    "else.ts",
  ]);

  // Now it has opened the folder itself.
  files.learn(file("real/sub/model.ts"));
  expect(names("real/main.ts", "other.ts")).toEqual(["real/main.ts", "linked.ts"]);
});
