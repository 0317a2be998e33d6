import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program, training } from "../programs.js";

const SOURCE = `interface Point { x: number; y?: number }
class Counter {
  #count = 1;
  get next(): number {
    return (this.#count += 1);
  }
  show(scale: number): string {
    const point: Point = { x: 1 };
    let label = "a";
    const fixed = 5;
    const items = [1, 2, 3];
    const self: { name: string; self?: unknown } = { name: "loop" };
    self.self = self;
    return label + point.x + scale + fixed + items.length + self.name;
  }
}
console.log(new Counter().show(2));
`;

async function paused(): Promise<{ client: DapClient; frameId: number }> {
  const { launch, main } = program(SOURCE);
  const client = DapClient.start();
  await client.launch(launch, { [main]: [{ line: 14 }] });
  return { client, frameId: (await client.stoppedAt()).frameId };
}

describe("what the user types", () => {
  it("is TypeScript in watches and in the console", async () => {
    const { client, frameId } = await paused();
    const watch = (text: string) => client.evaluate(text, frameId);
    const repl = (text: string) => client.evaluate(text, frameId, "repl");

    expect(await watch("(point as Point).x! + scale")).toBe("3");
    expect(await watch("new Map<string, number>([['a', 1]]).size")).toBe("1");
    expect(await watch("this.#count")).toBe("1");
    expect(await repl("const extra: number = point.x + 10")).toBe("11");
    expect(await repl("extra * 2")).toBe("22");
    expect(await repl("let { x, y: other = 7 } = point; x + other")).toBe("8");
    expect(await repl("{ a: 1, b: 2 }")).toBe("{a: 1, b: 2}");
    expect(await repl("for (let i = 0; i < 2; i++) label += i; label")).toBe('"a01"');
    expect(await repl("await Promise.resolve(1)")).toContain("Promise");
    await expect(watch("missing")).rejects.toThrow("ReferenceError: missing is not defined");
    await expect(watch("point +")).rejects.toThrow("SyntaxError");
    await client.request("disconnect");
  });

  it("sets variables, members and expressions, also in TypeScript, and constants too", async () => {
    const { client, frameId } = await paused();
    const local = (await client.scope(frameId, "Local"))?.variablesReference;
    const set = async (args: object) => (await client.request("setVariable", args))["value"] as unknown as string;

    expect(await set({ variablesReference: local, name: "label", value: '("b" as string) + scale' })).toBe('"b2"');
    expect(await set({ variablesReference: local, name: "fixed", value: "6" })).toBe("6");
    const locals = await client.variables(local ?? 0);
    const point = locals.find(({ name }) => name === "point")?.variablesReference;
    const items = locals.find(({ name }) => name === "items")?.variablesReference;
    expect(await set({ variablesReference: point, name: "x", value: "label.length * 4" })).toBe("8");
    expect(await set({ variablesReference: items, name: "1", value: "NaN" })).toBe("NaN");
    expect(
      await client.request("setExpression", { expression: "point.y!", value: "items.length", frameId }),
    ).toMatchObject({ value: "3" });
    expect(await client.evaluate("[label, fixed, point.x, point.y, items[1]].join()", frameId)).toBe('"b2,6,8,3,NaN"');
    await expect(client.request("setExpression", { expression: "1 + 1", value: "2", frameId })).rejects.toThrow(
      "SyntaxError",
    );
    await client.request("disconnect");
  });

  it("is completed from scopes and members, without running anything", async () => {
    const { client, frameId } = await paused();
    const complete = async (text: string) => {
      const { targets } = await client.request("completions", { text, column: text.length + 1, frameId });
      return (targets as unknown as DebugProtocol.CompletionItem[]).map(({ label }) => label);
    };

    expect((await complete("sc"))[0]).toBe("scale");
    expect(await complete("1 + point.")).toContain("x");
    expect(await complete("items.ma")).toEqual(["map"]);
    expect(await complete("label.toUp")).toEqual(["toUpperCase"]);
    expect(await complete("items[0].toF")).toEqual(["toFixed"]);
    expect(await complete("this.ne")).toEqual(["next"]);
    expect(await complete("missing.")).toEqual([]);
    expect(await complete("awa")).toEqual(["await"]);
    const start = await client.request("completions", { text: "point.x + la", column: 13, frameId });
    expect((start["targets"] as unknown as DebugProtocol.CompletionItem[])[0]).toMatchObject({
      label: "label",
      start: 10,
      length: 2,
    });
    await client.request("disconnect");
  });

  it("has no side effects in a hover, and does not hold up the editor", async () => {
    const { client, frameId } = await paused();
    const hover = (text: string) => client.evaluate(text, frameId, "hover");

    expect(await hover("point.x")).toBe("1");
    await expect(hover("label = 'changed'")).rejects.toThrow("side-effect");
    await expect(hover("(() => { for (;;) {} })()")).rejects.toThrow();
    expect(await client.evaluate("label", frameId)).toBe('"a"');
    await client.request("disconnect");
  });

  it("goes to the clipboard whole", async () => {
    const { client, frameId } = await paused();
    const copy = (text: string) => client.evaluate(text, frameId, "clipboard");

    expect(await copy("label")).toBe("a");
    expect(await copy("items")).toBe("[\n  1,\n  2,\n  3\n]");
    expect(JSON.parse(await copy("self"))).toEqual({ name: "loop", self: "[Circular]" });
    expect(JSON.parse(await copy("new Map([['k', new Float32Array(2)]])"))).toEqual({ k: [0, 0] });
    expect(await copy("undefined")).toBe("undefined");
    await client.request("disconnect");
  });

  it("is answered while the program runs, with what it awaits; a request that is cancelled is answered at once", async () => {
    const { launch } = program("(globalThis as any).answer = 42;\nsetInterval(() => {}, 1000);\nconsole.log('up');\n");
    const client = DapClient.start();
    await client.launch(launch);
    await client.outputWith("up");

    expect(await client.evaluate("(globalThis as any).answer", undefined, "repl")).toBe("42");
    expect(await client.evaluate("await Promise.resolve(7)", undefined, "repl")).toBe("7");
    const forever = client.send("evaluate", { expression: "await new Promise(() => {})", context: "repl" });
    await client.request("cancel", { requestId: forever.seq });
    expect(await forever.response).toMatchObject({ success: false, message: "cancelled" });
    await client.request("disconnect");
  });

  it("keeps a tensor that the user has given to a variable, and frees the others", async () => {
    const { launch, file } = training();
    const client = DapClient.start();
    await client.launch(launch, { [file("model.ts")]: [{ line: 11, hitCondition: "<= 2" }] });
    const { frameId } = await client.stoppedAt();

    await client.evaluate("const kept = x.mul(3)", frameId, "repl");
    await client.evaluate("x.mul(4)", frameId, "repl");
    const next = await client.go("continue");

    expect(await client.evaluate("kept.sum().dataSync()[0]", next.frameId)).toBe("45");
    await client.request("disconnect");
  });
});
