import { writeFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { transformSync } from "esbuild";
import { expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";

const text = async (client: DapClient, source: DebugProtocol.Source | undefined) =>
  (await client.request("source", { source, sourceReference: source?.sourceReference ?? 0 }))[
    "content"
  ] as unknown as string;

it("shows what is loaded, and the text of what lies in no file", async () => {
  const { launch, main } = program(
    'const twice = new Function("n", "debugger; return n * 2;");\nconsole.log(twice(2));\n',
  );
  const client = DapClient.start();
  await client.launch({ ...launch, justMyCode: false });
  await client.stoppedAt();

  const { sources } = await client.request("loadedSources");
  const loaded = sources as unknown as DebugProtocol.Source[];
  const [top] = await client.stack();

  expect(loaded.some(({ path }) => path === main)).toBe(true);
  expect(await text(client, top?.source)).toContain("debugger; return n * 2;");
  const internal = loaded.find(({ name }) => name?.startsWith("node:internal/"));
  expect((await text(client, internal)).length).toBeGreaterThan(100);
  await expect(text(client, { sourceReference: 999_999 })).rejects.toThrow(
    "The text of this source is not there any more.",
  );
  expect((await client.event("loadedSource")).body).toMatchObject({ reason: "new" });
  await client.request("disconnect");
});

it("follows the source map of whatever transpiler: in a file beside the script, and when the source itself is gone", async () => {
  const source =
    "interface A { n: number }\n\nexport function add(a: A): number {\n  const sum: number = a.n + 1;\n  return sum;\n}\n";
  const built = (name: string) =>
    transformSync(source, {
      loader: "ts",
      sourcemap: "external",
      sourcefile: `src/${name}.ts`,
    });
  const { launch, file } = program(
    'import { add } from "./here.js";\nimport { add as gone } from "./gone.js";\nconsole.log(add({ n: 1 }), gone({ n: 2 }));\n',
    { "src/here.ts": source },
  );
  for (const name of ["here", "gone"]) {
    const { code, map } = built(name);
    writeFileSync(file(`${name}.js`), `${code}//# sourceMappingURL=${name}.js.map\n`);
    writeFileSync(file(`${name}.js.map`), map);
  }
  const client = DapClient.start();
  await client.launch(launch, { [file("src/here.ts")]: [{ line: 5 }], [file("src/gone.ts")]: [{ line: 5 }] });

  const here = await client.stoppedAt();
  expect([here.place, await client.evaluate("sum", here.frameId)]).toEqual(["add here.ts:5", "2"]);
  const gone = await client.go("continue");
  const [top] = await client.stack();
  expect(gone.place).toBe("add gone.ts:5");
  expect(await text(client, top?.source)).toBe(source);
  await client.request("disconnect");
});

it("sets breakpoints in plain JavaScript before its first line runs", async () => {
  const { launch, file } = program('import "./plain.js";\n', {
    "plain.js": "const a = 1;\nconst b = a + 1;\nconsole.log(b);\n",
  });
  const client = DapClient.start();
  await client.launch(launch, { [file("plain.js")]: [{ line: 2 }] });
  const stop = await client.stoppedAt();
  const module = await client.children((await client.scope(stop.frameId, "Module"))?.variablesReference ?? 0);
  expect([stop.place, module[0]]).toEqual(["(anonymous) plain.js:2", "a = 1"]);
  await client.request("disconnect");
});
