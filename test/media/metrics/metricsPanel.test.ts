import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { FrameRequest } from "../../../media/messages.js";
import { loadWebview, type PageOptions, webviewBrowser } from "../webviewPage.js";
import { type FakeRun, fakeMetricsHost, type MetricsWindow } from "./fakeMetricsHost.js";
import { panelText } from "./panelText.js";

const openPage = webviewBrowser("metrics.js");

const one: FakeRun = { id: "runs/one", name: "one", metrics: { loss: { steps: [0, 100, 200], values: [3, 2, 1] } } };
const two: FakeRun = {
  id: "runs/two",
  name: "two",
  metrics: {
    loss: { steps: [0, 50, 100], values: [2, 1.5, 0.5], nonFinite: 3 },
    test_acc: { steps: [100], values: [0.97] },
  },
};
const bothSelected = [one.id, two.id];

test("the runs that the host suggests are drawn, with their last values, and nothing breaks the policy", async () => {
  const page = await panel([one, two], bothSelected);
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
  expect(await page.evaluate(() => (window as unknown as MetricsWindow).violations)).toEqual([]);
});

test("a run's checkbox hides it and shows it again", async () => {
  const page = await panel([one, two], bothSelected);
  await page.locator("vscode-checkbox", { hasText: "one" }).click();
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ two 0.5 3 NaN"]);
  await page.locator("vscode-checkbox", { hasText: "two" }).click();
  expect(await words(page.locator(".empty"))).toBe("Select a run to see its metrics.");
  await page.locator("vscode-checkbox", { hasText: "one" }).click();
  await expectCharts(page, ["loss | ▬ one 1"]);
});

test("all and none", async () => {
  const page = await panel([one, two], []);
  await page.getByRole("button", { name: "All" }).click();
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
  await page.getByRole("button", { name: "None" }).click();
  await expectCharts(page, []);
});

test("a chart follows its run until the user drags a part of it, and again after Follow", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  expect((await lastRequest(page)).range).toBeNull();
  expect(await page.getByRole("button", { name: "Follow" }).count()).toBe(0);
  const { x, y, width } = await plotBox(page);
  await page.mouse.move(x + width * 0.25, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + 70);
  await page.mouse.up();
  const [from = 0, to = 0] = (await lastRequest(page)).range ?? [];
  expect([Math.round(from), Math.round(to)]).toEqual([50, 100]);
  await post(page, "changed", [one.id]);
  await eventually(async () => (await lastRequest(page)).range).toEqual([from, to]);
  await page.getByRole("button", { name: "Follow" }).click();
  await eventually(async () => (await lastRequest(page)).range).toBeNull();
  expect(await page.getByRole("button", { name: "Follow" }).count()).toBe(0);
});

test("a double click goes back to all of it", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await page.locator(".plot").focus();
  await page.keyboard.press("+");
  await eventually(async () => (await lastRequest(page)).range).toEqual([50, 150]);
  await page.locator(".u-over").dblclick();
  await eventually(async () => (await lastRequest(page)).range).toBeNull();
});

test("another axis is shown from end to end", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await page.locator(".plot").focus();
  await page.keyboard.press("+");
  await page.getByRole("button", { name: "Follow" }).waitFor();
  await page.getByRole("button", { name: "Epoch" }).click();
  await eventually(() => lastRequest(page)).toMatchObject({ axis: "epoch", range: null });
});

test("a frame that answers an earlier question is not drawn", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await hold(page);
  await page.getByRole("button", { name: "Epoch" }).click();
  await page.getByRole("button", { name: "Step", exact: true }).click();
  const [stale, current] = await heldIds(page, 2);
  await postNoValues(page, stale);
  await postNoValues(page, 10_000);
  expect(await page.getByText("No values to draw").count()).toBe(0);
  await postNoValues(page, current);
  await page.getByText("No values to draw").waitFor();
});

test("charts ask again when a run of theirs has changed, and only once while an answer is awaited", async () => {
  const page = await panel([one, two], bothSelected);
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
  const before = (await requests(page)).length;
  await hold(page);
  await page.evaluate(() => {
    const { host } = window as unknown as MetricsWindow;
    for (let change = 0; change < 5; change++) host.post({ kind: "changed", runs: ["runs/one"] });
  });
  await heldIds(page, 1);
  expect((await requests(page)).slice(before).map(({ metric }) => metric)).toEqual(["loss"]);
  await page.evaluate(() => (window as unknown as MetricsWindow).host.release());
  await eventually(async () => (await requests(page)).length).toBe(before + 2);
});

test("what was chosen in an earlier window is restored, and what is chosen is kept", async () => {
  const state = { selected: [two.id], axis: "epoch", smoothing: 0.6, logScale: true };
  const page = await panel([one, two], bothSelected, { state });
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ two 0.5 3 NaN"]);
  expect(await lastRequest(page)).toMatchObject({ runs: [two.id], axis: "epoch", smoothing: 0.6 });
  await page.getByRole("slider", { name: "Smoothing" }).fill("0.9");
  await page.locator("vscode-checkbox", { hasText: "one" }).click();
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
  expect(await page.evaluate(() => (window as unknown as MetricsWindow).state)).toEqual({
    selected: [two.id, one.id],
    axis: "epoch",
    smoothing: 0.9,
    logScale: true,
  });
});

test("the host can choose the runs", async () => {
  const page = await panel([one, two], [two.id]);
  await post(page, "select", [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
});

test("the keyboard moves the cursor, and the values are said", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await page.locator(".plot").focus();
  const said: string[] = [];
  for (const key of ["End", "ArrowLeft", "Home"]) {
    await page.keyboard.press(key);
    said.push(await words(page.locator("metric-chart [aria-live]")));
  }
  expect(said).toEqual(["step 200: one 1", "step 100: one 2", "step 0: one 3"]);
});

test("the pointer shows values in one chart and moves the cursors of the others", async () => {
  const page = await panel([{ ...one, metrics: { a: series(), b: series() } }], [one.id]);
  await expectCharts(page, ["a | ▬ one 1", "b | ▬ one 1"]);
  await page.locator(".u-over").first().hover();
  await page.locator(".tooltip").first().waitFor();
  expect(await words(page.locator(".tooltip").first())).toBe("step 100 one 2");
  expect(await page.locator(".tooltip").last().isVisible()).toBe(false);
  const [left, right] = await page
    .locator(".u-cursor-x")
    .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).transform));
  expect(right).toBe(left);
});

test("a chart says in words what it shows, and shows it as a table", async () => {
  const page = await panel([one, two], bothSelected);
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
  const chart = page.locator("metric-chart", { hasText: "loss" });
  expect(await chart.getByRole("img").getAttribute("aria-label")).toBe(
    "loss over steps, 2 runs. one: last 1, lowest 1, highest 3. two: last 0.5, lowest 0.5, highest 2, 3 NaN",
  );
  await chart.getByRole("button", { name: "Show as table" }).click();
  const rows = await chart.getByRole("row").all();
  expect(await Promise.all(rows.map(words))).toEqual(["Run Last Lowest Highest NaN", "one 1 1 3 0", "two 0.5 0.5 2 3"]);
  await chart.getByRole("button", { name: "Show as table" }).click();
  await expectCharts(page, ["test_acc | ▬ two 0.97", "loss | ▬ one 1 | ▬ two 0.5 3 NaN"]);
});

test("only charts in view ask for values; the others ask when they are scrolled to", async () => {
  const metrics = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`m${String(i).padStart(2, "0")}`, series()]),
  );
  const page = await panel([{ ...one, metrics }], [one.id]);
  await page.locator("canvas").first().waitFor();
  const asked = async () => new Set((await requests(page)).map(({ metric }) => metric));
  expect((await asked()).has("m39")).toBe(false);
  await page.locator("metric-chart").last().scrollIntoViewIfNeeded();
  await eventually(async () => (await asked()).has("m39")).toBe(true);
  expect((await asked()).size).toBeLessThan(20);
});

test("a wider window asks for more buckets", async () => {
  const page = await panel([one], [one.id], { width: 700 });
  await expectCharts(page, ["loss | ▬ one 1"]);
  const before = (await lastRequest(page)).width;
  await page.setViewportSize({ width: 760, height: 700 });
  await eventually(async () => (await lastRequest(page)).width).toBe(before + 60);
});

test("the search narrows the charts", async () => {
  const page = await panel([two], [two.id]);
  await page.getByRole("searchbox", { name: "Search metrics" }).fill("ACC");
  await expectCharts(page, ["test_acc | ▬ two 0.97"]);
});

test("a log scale draws what is positive", async () => {
  const values = { steps: [0, 1, 2], values: [1, 0, 0.001] };
  const page = await panel([{ ...one, metrics: { loss: values } }], [one.id]);
  await page.locator("vscode-checkbox", { hasText: "Log scale" }).click();
  await expectCharts(page, ["loss | ▬ one 0.001"]);
});

test("a log scale that has nothing to draw says so", async () => {
  const page = await panel([{ ...one, metrics: { loss: { steps: [0, 1], values: [-1, 0] } } }], [one.id]);
  await page.locator("vscode-checkbox", { hasText: "Log scale" }).click();
  await page.getByText("No positive values to draw").waitFor();
});

test("when the window is seen again, runs and values are asked for again, since answers may be lost", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await hold(page);
  await post(page, "changed", [one.id]);
  const [lost] = await heldIds(page, 1);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  expect(await heldIds(page, 2)).toEqual([lost, (lost ?? 0) + 1]);
  const sent = await page.evaluate(() => (window as unknown as MetricsWindow).sent.map(({ kind }) => kind));
  expect(sent).toEqual(["ready", "frame", "frame", "ready", "frame"]);
});

test("another theme redraws the lines in its colours", async () => {
  const page = await panel([one], [one.id]);
  await expectCharts(page, ["loss | ▬ one 1"]);
  await page.evaluate(() => {
    for (const name of ["blue", "orange", "green", "red", "purple", "yellow"]) {
      document.documentElement.style.setProperty(`--vscode-charts-${name}`, "#123456");
    }
  });
  await page.locator('.legend line[stroke="#123456"]').waitFor({ state: "attached" });
  await expectCharts(page, ["loss | ▬ one 1"]);
});

test("before there is anything to see, it says what to do", async () => {
  const page = await panel([], []);
  expect(await words(page.locator(".empty"))).toMatch(/^No runs yet\. Train an experiment: /);
});

test("a run that cannot be read says why", async () => {
  const page = await panel(
    [{ id: "runs/broken", name: "broken", error: "metrics.csv is a directory." }],
    ["runs/broken"],
  );
  expect(await words(page.getByRole("alert"))).toBe("broken metrics.csv is a directory.");
});

test("a run's details show its hyperparameters and open its summary", async () => {
  const page = await panel([{ ...one, hparams: [["lr", "0.01"]] }], [one.id]);
  await page.locator("summary").click();
  expect(await words(page.locator("aside dl"))).toBe("lr 0.01");
  await page.getByRole("button", { name: "Model summary" }).click();
  expect(await page.evaluate(() => (window as unknown as MetricsWindow).sent.at(-1))).toEqual({
    kind: "openSummary",
    run: one.id,
  });
});

/** Text without the markup's own white space. */
async function words(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? "").trim().split(/\s+/).join(" ");
}

/** Three values, the last one 1. */
function series() {
  return { steps: [0, 100, 200], values: [3, 2, 1] };
}

async function panel(runs: readonly FakeRun[], selected: readonly string[], options: PageOptions = {}): Promise<Page> {
  const page = await openPage(options);
  await fakeMetricsHost(page, runs, selected);
  await loadWebview(page);
  await page
    .locator(runs.length === 0 ? ".empty" : ".run")
    .first()
    .waitFor();
  return page;
}

/** Waits for what a busy machine may be slow to do. */
function eventually<T>(value: () => T | Promise<T>) {
  return expect.poll(value, { timeout: 10_000 });
}

function expectCharts(page: Page, lines: readonly string[]): Promise<void> {
  return eventually(() => panelText(page)).toEqual(lines);
}

async function plotBox(page: Page): Promise<{ x: number; y: number; width: number }> {
  const box = await page.locator(".u-over").boundingBox();
  if (box === null) throw new Error("There is no plot.");
  return box;
}

function requests(page: Page): Promise<FrameRequest[]> {
  return page.evaluate(() => {
    const { sent } = window as unknown as MetricsWindow;
    return sent.filter(({ kind }) => kind === "frame") as unknown as FrameRequest[];
  });
}

async function lastRequest(page: Page): Promise<FrameRequest> {
  const last = (await requests(page)).at(-1);
  if (last === undefined) throw new Error("Nothing was asked for.");
  return last;
}

function hold(page: Page): Promise<void> {
  return page.evaluate(() => {
    (window as unknown as MetricsWindow).host.hold = true;
  });
}

/** Numbers of the requests that wait, once there are so many. */
async function heldIds(page: Page, count: number): Promise<number[]> {
  const ids = () => page.evaluate(() => (window as unknown as MetricsWindow).host.held.map(({ id }) => id));
  await eventually(async () => (await ids()).length).toBe(count);
  return ids();
}

function post(page: Page, kind: "changed" | "select", runs: readonly string[]): Promise<void> {
  return page.evaluate((message) => (window as unknown as MetricsWindow).host.post(message), { kind, runs });
}

function postNoValues(page: Page, id = 0): Promise<void> {
  return page.evaluate((id) => {
    const frame = {
      kind: "frame",
      id,
      metric: "loss",
      range: null,
      buckets: 0,
      runs: ["runs/one"],
      data: new ArrayBuffer(0),
    } as const;
    (window as unknown as MetricsWindow).host.post(frame);
  }, id);
}
