import { describe, expect, it } from "vitest";
import { CLOSE_MARK, MarkReader, openMark } from "../../../../extension/debug/output/outputMarks.js";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";

describe("the output of a program", () => {
  it("says where each line was printed, in order and without loss up to the program's end", async () => {
    const { launch, main } = program(`type Line = number;
for (let i: Line = 0; i < 200; i++) {
  console.log("line", i);
  process.stdout.write("raw " + i + "\\n");
}
console.error("%s failed", "it");
console.table([{ a: 1 }]);
process.exit(3);
`);
    const client = DapClient.start();
    await client.launch(launch);
    const { body } = await client.event("exited");

    expect(body.exitCode).toBe(3);
    const printed = client.outputs.filter(({ category }) => category === "stdout");
    const lines = printed
      .map(({ output }) => output)
      .join("")
      .split("\n")
      .slice(0, 400);
    expect(lines).toEqual(Array.from({ length: 200 }, (_, i) => [`line ${i}`, `raw ${i}`]).flat());
    expect(client.outputs.find(({ output }) => output === "line 7\n")).toMatchObject({
      source: { path: main },
      line: 3,
      column: 11,
    });
    expect(client.outputs.find(({ output }) => output.startsWith("raw"))?.source).toBe(undefined);
    expect(client.outputs.find(({ output }) => output === "it failed\n")).toMatchObject({
      category: "stderr",
      line: 6,
    });
    expect(client.outputs.find(({ output }) => output.includes("(index)"))).toMatchObject({ line: 7 });
  });

  it("leads from a log message to its breakpoint", async () => {
    const { launch, main } = program("const a = 1;\nconst b = a + 1;\nconsole.log(b);\n");
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 2, logMessage: "a is {a}" }] });
    await client.event("terminated");
    expect(client.outputs.find(({ output }) => output === "a is 1\n")).toMatchObject({
      source: { path: main },
      line: 2,
    });
  });
});

describe("marks in a stream of text", () => {
  it("are taken out wherever the stream is cut", () => {
    const text = `before ${openMark("/a.ts:1:2")}one\ntwo\n${CLOSE_MARK}\u001b[31mred\u001b[0m${openMark("/b.ts:3:4")}three${CLOSE_MARK}`;
    const expected = ["before @", "one\ntwo\n@/a.ts:1:2", "\u001b[31mred\u001b[0m@", "three@/b.ts:3:4"].join("|");
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new MarkReader();
      const parts = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))];
      const joined: { text: string; frames: string | null }[] = [];
      for (const part of parts) {
        const last = joined.at(-1);
        if (last !== undefined && last.frames === part.frames) last.text += part.text;
        else joined.push({ ...part });
      }
      expect(joined.map((part) => `${part.text}@${part.frames ?? ""}`).join("|")).toBe(expected);
    }
  });
});
