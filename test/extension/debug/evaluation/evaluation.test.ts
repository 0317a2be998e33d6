import { sep } from "node:path";
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
    expect(await repl("await Promise.resolve(1)")).toBe("1");
    expect(await repl("const later = await new Promise(() => {})")).toBe("Promise {pending}");
    expect(
      await repl("class Pair { a = 1 }\nfunction pairs() { return [new Pair()]; }\nlet none; pairs().length"),
    ).toBe("1");
    expect(await repl("[new Pair().a, pairs().length, none]")).toBe("(3) [1, 1, undefined]");
    expect(await repl("const secret = this.#count; secret + 1")).toBe("2");
    expect(await repl("interface Odd { a: number }")).toBe("undefined");
    expect(await repl("require('node:path').sep")).toBe(JSON.stringify(sep));
    expect(await watch("{ a: 1 }")).toBe("{a: 1}");
    expect(await watch("await Promise.resolve(label)")).toBe('"a01"');
    await expect(watch("[await Promise.resolve(1)]")).rejects.toThrow(
      "Nothing can be awaited while the program is paused",
    );
    await expect(watch("(() => { throw { code: 5 }; })()")).rejects.toThrow("Uncaught {code: 5}");
    await expect(watch("missing")).rejects.toThrow("ReferenceError: missing is not defined");
    await expect(watch("point +")).rejects.toThrow("SyntaxError");
    await client.request("disconnect");
  });

  it("has no side effects in a hover, and does not hold up the editor", async () => {
    const { client, frameId } = await paused();
    const hover = (text: string) => client.evaluate(text, frameId, "hover");

    expect(await hover("point.x")).toBe("1");
    expect(await hover("this.#count")).toBe("1");
    for (const change of ["label = 'changed'", "this.next", "items.push(4)"])
      await expect(hover(change)).rejects.toThrow(`\`${change}\` may have a side-effect, and a hover changes nothing.`);
    await expect(hover("(() => { for (;;) {} })()")).rejects.toThrow("This was not done after 0.5 s and was stopped");
    expect(await client.evaluate("[label, this.#count, items.length].join()", frameId)).toBe('"a,1,3"');
    await client.request("disconnect");
  });

  it("goes to the clipboard whole", async () => {
    const { client, frameId } = await paused();
    const copy = (text: string) => client.evaluate(text, frameId, "clipboard");

    expect(await copy("label")).toBe("a");
    expect(await copy("items")).toBe("[1, 2, 3]");
    expect(await copy("[items, items]")).toBe("[\n  [1, 2, 3],\n  [1, 2, 3]\n]");
    expect(await copy("{ no: NaN, big: 1n, up: /a/g }")).toBe('{\n  "no": "NaN",\n  "big": "1",\n  "up": "/a/g"\n}');
    await expect(copy("new Float32Array(2_000_000)")).rejects.toThrow("This has more than 1000000 values.");
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
    await expect(client.evaluate("1", 7)).rejects.toThrow("This frame is not on the stack any more.");
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
