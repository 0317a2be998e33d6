import "../onCpu.js";
import { afterEach, expect, test, vi } from "vitest";
import { Timer, type TimerOptions, timeText } from "../../../runtime/callbacks/timer.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

afterEach(() => void vi.restoreAllMocks());

/** A model whose batches take a minute each. */
class Slow extends TinyModel {
  #now = 0;
  override onTrainBatchStart(): void {
    this.#now += 60_000;
    vi.spyOn(performance, "now").mockReturnValue(this.#now);
  }
}

test.each<[TimerOptions, number]>([
  [{ duration: "00:00:03:00" }, 3],
  [{ duration: { minutes: 3 } }, 3],
  [{ duration: { minutes: 3 }, interval: "epoch" }, 5],
  [{}, 10],
])("with %o training ends after so many batches, or goes on to its end", async (options, steps) => {
  const { trainer } = await trainWith({ callbacks: new Timer(options) });
  expect(trainer.globalStep).toBe(steps);
});

test("the Trainer's `maxTime` adds a Timer, which says why training stops", async () => {
  const { trainer, printed } = await trainWith({ maxTime: { minutes: 3 } });
  expect([trainer.globalStep, trainer.shouldStop, printed]).toEqual([
    3,
    true,
    ["Time limit reached. Elapsed time is 0:03:00. Signaling Trainer to stop."],
  ]);
});

test("it tells the seconds that went by and are left, and goes on counting in a resumed run", async () => {
  const timer = new Timer({ duration: { hours: 1 } });
  await trainWith({ callbacks: timer });
  expect([timer.timeElapsed(), timer.timeRemaining(), timer.timeElapsed("test")]).toEqual([600, 3000, 0]);
  const resumed = new Timer({ duration: { minutes: 12 } });
  resumed.loadStateDict(timer.stateDict());
  const { trainer } = await trainWith({ callbacks: resumed });
  expect([resumed.timeElapsed(), trainer.globalStep]).toEqual([720, 2]);
});

test("a duration or an interval that is none is refused", () => {
  expect(() => new Timer({ duration: "5 min" })).toThrow(
    '`Timer(duration="5 min")` is not a valid duration. Expected a string in the format DD:HH:MM:SS, such as "00:01:30:00", or its parts, such as { hours: 1, minutes: 30 }.',
  );
  expect(() => new Timer({ interval: "day" as "step" })).toThrow(
    "Unsupported parameter value `Timer(interval=day)`. Possible choices are: `step` or `epoch`.",
  );
});

test.each([
  [0.9, "0:00:00"],
  [3661, "1:01:01"],
  [86_400, "1 day, 0:00:00"],
  [180_000, "2 days, 2:00:00"],
])("%d seconds are %s", (seconds, text) => {
  expect(timeText(seconds)).toBe(text);
});

async function trainWith(options: TrainerOptions) {
  vi.spyOn(performance, "now").mockReturnValue(0);
  const trainer = new Trainer({ ...QUIET, maxEpochs: 2, ...options });
  const printed: string[] = [];
  trainer.print = (text: unknown) => void printed.push(String(text));
  await trainer.fit(new Slow(), { trainDataloaders: batches(5) });
  return { trainer, printed };
}
