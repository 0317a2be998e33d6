import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";

const SOURCE = `class Counter {
  #count = 1;
  get next(): number { return (this.#count += 1); }
  show(scale: number): unknown {
    const [point, label, items] = [{ x: 1, "two words": 2, été: 3 }, "a", [1, 2, 3]];
    const self = { name: "loop", point, next: () => ++items.length };
    return [point, label, items, self, scale]; // here
  }
}
console.log(new Counter().show(2));
`;

it("is completed from scopes and members, without running anything", async () => {
  const { launch, main } = program(SOURCE);
  const client = DapClient.start();
  await client.launch(launch, { [main]: [{ line: 7 }] });
  const { frameId } = await client.stoppedAt();
  const targets = async (text: string, more: object = {}) => {
    const body = await client.request("completions", { text, column: text.length + 1, frameId, ...more });
    return body["targets"] as unknown as DebugProtocol.CompletionItem[];
  };
  const complete = async (text: string) => (await targets(text)).map(({ label }) => label);

  expect((await complete("sc"))[0]).toBe("scale");
  expect((await complete("1 + point.")).slice(0, 2)).toEqual(["x", "été"]);
  const cases: Readonly<Record<string, readonly string[]>> = {
    "items.ma": ["map"],
    "label.toUp": ["toUpperCase"],
    "items[0].toF": ["toFixed"],
    "this.ne": ["next"],
    "this.#co": ["count"],
    "this.next.": [],
    "self.next().": [],
    "missing.": [],
    awa: ["await"],
    "self?.point?.x": ["x"],
    "(self as any).poi": ["point"],
    "self!.poi": ["point"],
    "self\n  .poi": ["point"],
    "console.log(`${self.poi": ["point"],
    "point['two": ["two words"],
    "'point.": [],
    "5.": [],
    "new Map().siz": ["size"],
  };
  for (const [text, expected] of Object.entries(cases)) expect([text, await complete(text)]).toEqual([text, expected]);
  // Places are counted from 1 within the whole text, as the client's columns are.
  expect((await targets("point.x + la"))[0]).toMatchObject({ label: "label", start: 11, length: 2 });
  expect((await targets("let a;\npoint.x", { line: 2, column: 7 }))[0]).toMatchObject({
    label: "x",
    start: 14,
    length: 0,
  });
  expect(await client.evaluate("[items.length, this.#count].join()", frameId)).toBe('"3,1"');
  await client.request("disconnect");
});
