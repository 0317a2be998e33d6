import { expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { training } from "../programs.js";

const ROUNDS = process.env["LIGHTNING_DAP_SESSIONS"] === "full" ? 400 : 60;

it(`answers every request, and tells each stop once, whatever an editor asks in whatever order: ${ROUNDS} requests`, async () => {
  const { launch, file } = training();
  const client = DapClient.start();
  await client.launch(
    { ...launch, env: { LIGHTNING_BACKEND: "cpu", EPOCHS: "100000" } },
    { [file("model.ts")]: [{ line: 11 }] },
  );
  let stop = await client.stoppedAt();
  const random = generator(7);
  const places = new Set<string>();
  const log: string[] = [];

  for (let i = 0; i < ROUNDS; i++) {
    places.add(stop.place);
    const action = Math.floor(random() * 10);
    log.push(`${action}`);
    // Things that may be asked at any time, without waiting for their answers.
    const lines = [11, 12, 13, 14].filter(() => random() < 0.4).map((line) => ({ line }));
    const asked: Promise<unknown>[] = [];
    // Not while a step is under way: V8 forgets it with the last breakpoint of a function.
    if (action < 3) await client.setBreakpoints(file("model.ts"), lines);
    if (action === 3) asked.push(client.evaluate("x.mul(2).sum()", stop.frameId).catch(() => undefined));
    if (action === 4) asked.push(client.request("setExceptionBreakpoints", { filters: random() < 0.5 ? ["all"] : [] }));
    if (action === 5) asked.push(client.locals(stop.frameId).catch(() => undefined));
    if (action === 7) asked.push(...anything(stop.frameId).map((ask) => ask(client).catch(() => undefined)));
    const command = (["next", "stepIn", "stepOut", "continue"] as const)[Math.floor(random() * 4)] ?? "next";
    asked.push(client.request(command, { threadId: 1 }));
    // Twice: the second one finds it running, and says so.
    if (action === 6) asked.push(client.request(command, { threadId: 1 }).catch(() => undefined));
    await Promise.all(asked);
    // With no breakpoint left it would run on.
    if (command === "continue" || action === 6) await client.request("pause", { threadId: 1 });
    stop = await client.stoppedAt();
    expect(client.unasked("stopped"), log.join(" ")).toHaveLength(0);
  }

  expect(places.size).toBeGreaterThan(3);
  await client.request("disconnect");
  await client.event("terminated");
}, 120_000);

/** Requests that change nothing about where the program goes, of which some have no answer but why. */
function anything(frameId: number): ((client: DapClient) => Promise<unknown>)[] {
  return [
    ["threads"],
    ["scopes", { frameId }],
    ["stepInTargets", { frameId }],
    ["exceptionInfo", { threadId: 1 }],
    ["completions", { frameId, text: "x.", column: 3 }],
    ["loadedSources"],
    ["restartFrame", { frameId: frameId + 1000 }],
    ["stackTrace", { threadId: 1, startFrame: 1, levels: 2 }],
    ["pause", { threadId: 99 }],
  ].map(
    ([command, args]) =>
      (client) =>
        client.request(command as string, args as object | undefined),
  );
}

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
