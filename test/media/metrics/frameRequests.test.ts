import { expect, test } from "vitest";
import { FrameRequests } from "../../../media/metrics/frameRequests.js";

test("a chart asks when it comes into view, and not before", () => {
  const { requests, asked } = chart();
  requests.refresh();
  expect(asked).toHaveLength(0);
  requests.setInView(true);
  expect(asked).toHaveLength(1);
});

test("a chart that comes back into view does not ask for what it has", () => {
  const { requests, asked } = chart();
  requests.setInView(true);
  requests.accept(asked[0] ?? 0);
  requests.setInView(false);
  requests.setInView(true);
  expect(asked).toHaveLength(1);
});

test("newer values while it was out of view are asked for when it is back", () => {
  const { requests, asked } = chart();
  requests.setInView(true);
  requests.accept(asked[0] ?? 0);
  requests.setInView(false);
  requests.refresh();
  requests.setInView(true);
  expect(asked).toHaveLength(2);
});

test("however often values change, one request is under way and one follows", () => {
  const { requests, asked } = chart();
  requests.setInView(true);
  for (let change = 0; change < 10; change++) requests.refresh();
  expect(asked).toHaveLength(1);
  expect(requests.accept(asked[0] ?? 0)).toBe(true);
  expect(asked).toHaveLength(2);
  expect(requests.accept(asked[1] ?? 0)).toBe(true);
  expect(asked).toHaveLength(2);
});

test("another question makes the answer to the first one stale", () => {
  const { requests, asked } = chart();
  requests.setInView(true);
  requests.restart();
  expect(asked.map((id) => requests.accept(id))).toEqual([false, true]);
});

test("no two charts use the same number", () => {
  const [one, two] = [chart(), chart()];
  one.requests.setInView(true);
  two.requests.setInView(true);
  expect(one.asked).not.toEqual(two.asked);
});

function chart(): { requests: FrameRequests; asked: number[] } {
  const asked: number[] = [];
  return { requests: new FrameRequests((id) => asked.push(id)), asked };
}
