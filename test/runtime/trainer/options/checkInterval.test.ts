import { expect, test } from "vitest";
import { parseCheckInterval } from "../../../../runtime/trainer/options/checkInterval.js";

test.each<[unknown, object]>([
  [null, { kind: "fraction", share: 1 }],
  [0.5, { kind: "fraction", share: 0.5 }],
  [10, { kind: "count", batches: 10 }],
  ["00:00:10:00", { kind: "time", seconds: 600 }],
  [
    { minutes: 1, seconds: 30 },
    { kind: "time", seconds: 90 },
  ],
])("%j is %j", (value, interval) => {
  expect(parseCheckInterval(value, false)).toEqual(interval);
});

test("across epochs a number of batches or a span of time is counted, and a share has no meaning", () => {
  expect(parseCheckInterval(10, true)).toEqual({ kind: "count", batches: 10 });
  expect(() => parseCheckInterval(0.5, true)).toThrow(
    "`valCheckInterval` is 0.5, a share of an epoch, but `checkValEveryNEpoch` is null, which counts batches across epochs. " +
      'Give a number of batches or a span of time such as "00:00:10:00", or leave `checkValEveryNEpoch` out.',
  );
});

test("a text with colons that is no span of time is refused", () => {
  expect(() => parseCheckInterval("1:2:3", false)).toThrow(
    '`valCheckInterval` is "1:2:3", which is no span of time. Write "DD:HH:MM:SS", such as "00:01:30:00", or the parts, such as { hours: 1, minutes: 30 }.',
  );
});
