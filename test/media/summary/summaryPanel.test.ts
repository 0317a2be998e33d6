import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { SummaryMessage, SummaryRow, SummaryView } from "../../../media/messages.js";
import { loadWebview, type PageOptions, screenshot, type WebviewWindow, webviewBrowser } from "../webviewPage.js";
import { summaryRow } from "./summaryRow.js";

const openPage = webviewBrowser("summary.js");

const rows = [
  summaryRow("encoder", { type: "Sequential", params: 50_435 }),
  summaryRow("encoder.0", { params: 50_240, hasSource: true }),
  summaryRow("encoder.1", { type: "ReLU", mode: "eval" }),
  summaryRow("head", { params: 195, trainableParams: 0 }),
];

test("layers are rows, with their parameters and their share of all; nothing breaks the policy", async () => {
  const page = await panel(rows);
  expect(await table(page)).toEqual([
    "Name | Type | Params | Share | Mode",
    "⌄ encoder | Sequential | 50.4 K | 99.6 % | train",
    "  0 | Linear | 50.2 K | 99.2 % | train",
    "  1 | ReLU | 0 |  | eval",
    "head | Linear | frozen 195 | 0.4 % | train",
  ]);
  expect(await page.evaluate(() => (window as unknown as WebviewWindow).violations)).toEqual([]);
});

test("sizes and FLOPs have columns when they are known", async () => {
  const sized = rows.map((row) => ({ ...row, inSizes: "[1, 784]", outSizes: null, flops: 12_345 }));
  const page = await panel(sized, { flops: 24_690 });
  expect((await table(page))[0]).toBe("Name | Type | Params | Share | Mode | In sizes | Out sizes | FLOPs");
  expect((await table(page))[4]).toBe("head | Linear | frozen 195 | 0.4 % | train | [1, 784] | ? | 12.3 K");
});

test("a click on the twistie folds, and a depth folds all below it", async () => {
  const page = await panel(rows);
  await page.locator(".twistie").click();
  expect((await table(page)).map((line) => line.split(" | ")[0])).toEqual(["Name", "› encoder", "head"]);
  await page.getByRole("button", { name: "All" }).click();
  expect(await table(page)).toHaveLength(5);
  await page.getByRole("button", { name: "1" }).click();
  expect(await table(page)).toHaveLength(3);
  expect(await sent(page)).toEqual([{ kind: "ready" }]);
});

test("arrow keys walk and fold, and Enter shows where a layer is made", async () => {
  const page = await panel(rows);
  await page.locator("tbody tr").first().focus();
  const walk: string[] = [];
  for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown", "Home", "ArrowRight", "ArrowDown"]) {
    await page.keyboard.press(key);
    walk.push(await page.evaluate(() => document.activeElement?.getAttribute("data-index") ?? ""));
  }
  expect(walk).toEqual(["1", "0", "0", "3", "0", "0", "1"]);
  await page.keyboard.press("Enter");
  expect(await sent(page)).toEqual([{ kind: "ready" }, { kind: "reveal", row: 1 }]);
});

test("a click shows where a layer is made, when that is known", async () => {
  const page = await panel(rows);
  await page.getByRole("row", { name: "head" }).click();
  await page.locator("tbody tr").nth(1).click();
  expect(await sent(page)).toEqual([{ kind: "ready" }, { kind: "reveal", row: 1 }]);
});

test("the button copies", async () => {
  const page = await panel(rows);
  await page.getByText("Copy as Markdown").click();
  expect(await sent(page)).toEqual([{ kind: "ready" }, { kind: "copy" }]);
});

test("an update of the same model leaves the tree as it is", async () => {
  const page = await panel(rows);
  await page.locator(".twistie").click();
  await post(page, { kind: "summary", summary: viewOf(rows, { modulesInTrain: 77 }) });
  await page.getByText("77").waitFor();
  expect(await table(page)).toHaveLength(3);
});

test("a large model opens folded", async () => {
  const layers = Array.from({ length: 40 }, (_, i) => [`b${i}`, `b${i}.0`]).flat();
  const page = await panel(layers.map((name) => summaryRow(name)));
  expect(await table(page)).toHaveLength(41);
});

test("without a summary it says why", async () => {
  const page = await openPage();
  await loadWebview(page);
  await post(page, { kind: "none", message: "There is no run yet." });
  await page.getByText("There is no run yet.").waitFor();
});

test.each(["dark", "light", "highContrast"] as const)("its looks in a %s theme", async (theme) => {
  const page = await panel(autoEncoder(), { flops: 203_000, nonTrainableParams: 195 }, { theme });
  await page.locator("tbody tr").nth(2).focus();
  await page.keyboard.press("ArrowDown");
  await screenshot(page, `summary-${theme}`);
  expect(await table(page)).toHaveLength(13);
});

function autoEncoder(): SummaryRow[] {
  const sizes = (inSizes: string, outSizes: string) => ({ inSizes, outSizes, hasSource: true });
  const conv = { type: "Conv2d", flops: 48_000 };
  return [
    summaryRow("encoder", { type: "Sequential", params: 50_435, flops: 100_480, ...sizes("[1, 28, 28, 1]", "[1, 3]") }),
    summaryRow("encoder.block", { type: "ConvBlock", params: 33_000, ...sizes("[1, 28, 28, 1]", "[1, 14, 14, 32]") }),
    summaryRow("encoder.block.conv1", { ...conv, params: 320, ...sizes("[1, 28, 28, 1]", "[1, 28, 28, 32]") }),
    summaryRow("encoder.block.conv2", { ...conv, params: 9_248, ...sizes("[1, 28, 28, 32]", "[1, 14, 14, 32]") }),
    summaryRow("encoder.block.norm", {
      type: "BatchNorm2d",
      params: 64,
      ...sizes("[1, 14, 14, 32]", "[1, 14, 14, 32]"),
    }),
    summaryRow("encoder.act", { type: "ReLU", ...sizes("[1, 14, 14, 32]", "[1, 14, 14, 32]") }),
    summaryRow("encoder.fc", { params: 17_435, ...sizes("[1, 6272]", "[1, 3]") }),
    summaryRow("decoder", { type: "Sequential", params: 51_216, flops: 102_000, ...sizes("[1, 3]", "[1, 784]") }),
    summaryRow("decoder.0", { params: 256, flops: 384, ...sizes("[1, 3]", "[1, 64]") }),
    summaryRow("decoder.1", { type: "ReLU", ...sizes("[1, 64]", "[1, 64]") }),
    summaryRow("decoder.2", { params: 50_960, flops: 100_352, ...sizes("[1, 64]", "[1, 784]") }),
    summaryRow("head", { params: 195, trainableParams: 0, mode: "eval", ...sizes("[1, 3]", "[1, 10]") }),
  ];
}

function viewOf(rows: readonly SummaryRow[], totals: Partial<SummaryView["totals"]> = {}): SummaryView {
  const totalParams = rows.filter(({ depth }) => depth === 1).reduce((sum, { params }) => sum + params, 0);
  return {
    run: "version_0",
    model: "LitAutoEncoder",
    rows,
    totals: {
      trainableParams: totalParams,
      nonTrainableParams: 0,
      totalParams,
      sizeMb: (totalParams * 4) / 1e6,
      modulesInTrain: rows.length,
      modulesInEval: 0,
      flops: 0,
      ...totals,
    },
  };
}

async function panel(
  rows: readonly SummaryRow[],
  totals: Partial<SummaryView["totals"]> = {},
  options: PageOptions = {},
): Promise<Page> {
  const page = await openPage(options);
  await loadWebview(page);
  await post(page, { kind: "summary", summary: viewOf(rows, totals) });
  await page.locator("tbody tr").first().waitFor();
  return page;
}

function post(page: Page, message: SummaryMessage): Promise<void> {
  return page.evaluate((message) => window.postMessage(message, "*"), message);
}

function sent(page: Page): Promise<unknown[]> {
  return page.evaluate(() => (window as unknown as WebviewWindow).sent);
}

/** The table as text: indented by level, with the twistie in front of a row that has one. */
function table(page: Page): Promise<string[]> {
  return page.locator("tr").evaluateAll((lines) =>
    lines.map((line) => {
      const cells = [...line.children].map((cell) => (cell.textContent ?? "").trim().split(/\s+/).join(" "));
      const expanded = line.getAttribute("aria-expanded");
      const twistie = expanded === null ? "" : expanded === "true" ? "⌄ " : "› ";
      return "  ".repeat(Number(line.getAttribute("aria-level") ?? 1) - 1) + twistie + cells.join(" | ");
    }),
  );
}
