import "../onCpu.js";
import { expect, test } from "vitest";
import { type GoldenEvent, goldenCases } from "./replay/goldenCase.js";
import { eventLine, nearLines, valueText } from "./replay/picture.js";
import { replay } from "./replay/replay.js";

/** Owners that this runtime has: no recorded loaders, no logger. */
const OWNERS = ["module", "datamodule", "callback"];

test.each(goldenCases("traces").map((golden) => [golden.name, golden] as const))(
  "%s: every hook is called when Lightning calls it, and the weights become the same",
  async (_name, golden) => {
    const replayed = await replay(golden.config);
    const expected = golden.events.filter(isCompared).map(eventLine);
    expect(nearLines(replayed.events.map(eventLine), expected)).toEqual(expected);
    const ends = golden.calls.map(({ fn, exception, after }) =>
      endText({
        fn,
        exception: exception === undefined ? null : new Error(exception.message),
        currentEpoch: after.current_epoch,
        globalStep: after.global_step,
        status: after.status,
        weights: after.weights,
      }),
    );
    expect(nearLines(replayed.calls.map(endText), ends)).toEqual(ends);
  },
);

function isCompared({ owner }: GoldenEvent): boolean {
  return OWNERS.includes(owner);
}

interface End {
  readonly fn: string;
  readonly exception: Error | null;
  readonly currentEpoch: number;
  readonly globalStep: number;
  readonly status: string;
  readonly weights: readonly number[];
}

function endText({ fn, exception, currentEpoch, globalStep, status, weights }: End): string {
  const how = exception === null ? status : `${status} by ${exception.message}`;
  return `${fn}: ${how}, epoch ${currentEpoch}, step ${globalStep}, weights ${valueText(weights)}`;
}
