import { expect, test } from "vitest";
import { BlockRequests } from "../../../media/tensor/blockRequests.js";

const block = (at: number) => ({ begin: [at], size: [1] });

test("while one is under way only the last of the others is asked for", () => {
  const sent: number[] = [];
  const requests = new BlockRequests((_, { begin }) => sent.push(begin[0] ?? -1));
  for (const at of [0, 1, 2, 3]) requests.ask(block(at));
  expect([sent, requests.answered(1), sent, requests.answered(2), requests.answered(2)]).toEqual([
    [0, 3],
    null,
    [0, 3],
    block(3),
    null,
  ]);
});
