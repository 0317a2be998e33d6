import { expect, test } from "vitest";
import { loadWebview, screenshot, webviewBrowser } from "../webviewPage.js";
import { fakeMetricsHost, type MetricsWindow } from "./fakeMetricsHost.js";
import { digitsRun } from "./fakeRuns.js";

const openPage = webviewBrowser("metrics.js");

const runs = [
  digitsRun("version_3", 6, 180, { status: "running", detail: "epoch 7/12 · 40 s left" }),
  digitsRun("version_2", 12, 240, { detail: "epoch 12/12 · 3 min" }),
  digitsRun("version_1", 9, 420, { status: "interrupted", detail: "epoch 9/12" }),
  { id: "version_0", status: "failed", detail: "The model gave shape [32, 9] where labels need 10" } as const,
  digitsRun("python_run", 10, 300, { status: "unknown" }),
];

test.each(["dark", "light", "highContrast"] as const)("the panel in a %s theme", async (theme) => {
  const page = await openPage({ theme });
  await fakeMetricsHost(page, runs, ["version_3", "version_2", "version_1"]);
  await loadWebview(page);
  await page.waitForSelector("canvas");
  await page.locator("metric-chart", { hasText: "val_loss" }).locator(".plot").hover();
  await screenshot(page, `metrics-${theme}`);
  expect(await page.evaluate(() => (window as unknown as MetricsWindow).violations)).toEqual([]);
});

test("beside an editor there is one column", async () => {
  const page = await openPage({ width: 480 });
  await fakeMetricsHost(page, runs, ["version_3"]);
  await loadWebview(page);
  await page.waitForSelector("canvas");
  await screenshot(page, "metrics-narrow");
  const chart = await page.locator("metric-chart").first().boundingBox();
  expect(chart?.width).toBeGreaterThan(400);
});

test("many runs, smoothed, on a log scale, one chart zoomed and one a table", async () => {
  const many = Array.from({ length: 12 }, (_, i) => digitsRun(`version_${i}`, 30, 150 + 60 * i));
  const page = await openPage({
    theme: "light",
    width: 1300,
    height: 760,
    state: { selected: many.map(({ id }) => id), axis: "epoch", smoothing: 0.95, logScale: true },
  });
  await fakeMetricsHost(page, many, []);
  await loadWebview(page);
  await page.waitForSelector("canvas");
  await page.locator("summary").nth(1).click();
  const chart = (name: string) => page.locator("metric-chart", { hasText: name });
  await chart("val_acc").getByRole("button", { name: "Show as table" }).click();
  await chart("val_loss").locator(".plot").focus();
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  await page.locator(".tooltip:not([hidden])").waitFor();
  await screenshot(page, "metrics-many");
  expect(await page.evaluate(() => (window as unknown as MetricsWindow).violations)).toEqual([]);
});

test("smoothed runs and their bands", async () => {
  const long = Array.from({ length: 3 }, (_, i) => digitsRun(`version_${i}`, 80, 900 + 400 * i));
  const page = await openPage({
    state: { selected: long.map(({ id }) => id), axis: "step", smoothing: 0.99, logScale: false },
  });
  await fakeMetricsHost(page, long, []);
  await loadWebview(page);
  await page.waitForSelector("canvas");
  await screenshot(page, "metrics-bands");
  expect(await page.locator("metric-chart").count()).toBe(4);
});

test("before the first run", async () => {
  const page = await openPage();
  await fakeMetricsHost(page, [], []);
  await loadWebview(page);
  await page.waitForSelector(".empty");
  await screenshot(page, "metrics-empty");
  expect(await page.locator("canvas").count()).toBe(0);
});
