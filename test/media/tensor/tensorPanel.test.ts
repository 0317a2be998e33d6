import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { TensorMessage, TensorView } from "../../../media/messages.js";
import { loadWebview, type PageOptions, screenshot, type WebviewWindow, webviewBrowser } from "../webviewPage.js";

const openPage = webviewBrowser("tensor.js");

test("images are a grid with their statistics beside it; nothing breaks the policy", async () => {
  const page = await panel(view("x", [64, 28, 28, 1]));
  await page.locator("image-grid canvas").nth(63).waitFor();
  expect(await lastBlock(page)).toEqual({ begin: [0, 0, 0, 0], size: [64, 28, 28, 1] });
  expect(await statistics(page)).toEqual([
    "NaN 2",
    "Inf 1",
    "type float32",
    "shape [64, 28, 28, 1]",
    "values 50 176",
    "mean 0.13",
    "std 0.31",
    "min 0",
    "max 1",
  ]);
  expect(await page.locator(".histogram svg").getAttribute("aria-label")).toBe(
    "Histogram from 0 to 1, at most 40 in one of 4 parts",
  );
  expect(await pixel(page, "image-grid canvas", 0, 5)).toEqual([23, 23, 23]);
  expect(await page.evaluate(() => (window as unknown as WebviewWindow).violations)).toEqual([]);
});

test("a heat map is sliced with sliders and read with arrow keys", async () => {
  const page = await panel(view("hidden", [3, 4, 5]));
  await page.getByRole("button", { name: "Heat map" }).click();
  await page.locator(".reading").waitFor();
  expect(await page.locator("p.slice").textContent()).toBe("hidden[0, :, :]");
  await page.locator(".map").focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowDown"]) await page.keyboard.press(key);
  expect(await page.locator(".reading").textContent()).toBe("[0, 1, 2] = 7");
  await page.locator('input[type="range"]').first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("hidden[1, :, :]").waitFor();
  expect(await lastBlock(page)).toEqual({ begin: [1, 0, 0], size: [1, 4, 5] });
  await page.getByLabel("Down").selectOption("0");
  await page.getByText("hidden[:, 0, :]").waitFor();
  expect(await lastBlock(page)).toEqual({ begin: [0, 0, 0], size: [3, 1, 5] });
});

test("what is too long for the screen comes in windows", async () => {
  const page = await panel(view("w", [600, 2]));
  await page.locator(".reading").waitFor();
  expect(await page.locator("p.slice").textContent()).toBe("w[0:256, :]");
  await page.locator('input[type="range"]').focus();
  await page.keyboard.press("End");
  await page.getByText("w[512:600, :]").waitFor();
  expect(await lastBlock(page)).toEqual({ begin: [512, 0], size: [88, 2] });
});

test("it copies what is shown, and asks the host for all of it", async () => {
  const page = await panel(view("m", [2, 3]));
  await page.locator(".reading").waitFor();
  for (const text of ["Copy CSV", "Copy JSON", "Save as .npy…"]) await page.getByText(text).click();
  expect((await sent(page)).slice(-3)).toEqual([
    { kind: "copyText", text: "0,1,2\n3,4,5\n" },
    { kind: "copyJson" },
    { kind: "saveNpy" },
  ]);
});

test("it says when it is stale, and what could not be had; a new stop shows the same slice anew", async () => {
  const page = await panel(view("x", [3, 4, 5]));
  await page.getByRole("button", { name: "Heat map" }).click();
  await page.locator('input[type="range"]').first().focus();
  await page.keyboard.press("End");
  await page.getByText("x[2, :, :]").waitFor();
  await post(page, { kind: "stale", why: "The program runs." });
  await page.getByText("The program runs.").waitFor();
  await post(page, { kind: "failed", id: null, message: "Too large." });
  await page.getByRole("alert").waitFor();
  const before = (await sent(page)).length;
  await post(page, { kind: "tensor", tensor: view("x", [3, 4, 5]) });
  await post(page, { kind: "stale", why: null });
  await expect.poll(async () => (await sent(page)).length).toBe(before + 1);
  expect([
    await page.locator(".stale").textContent(),
    await page.getByRole("alert").count(),
    await lastBlock(page),
  ]).toEqual(["", 0, { begin: [2, 0, 0], size: [1, 4, 5] }]);
});

test("scalars, lists and strings are shown too", async () => {
  const scalar = await panel(view("loss", []));
  expect(await scalar.locator(".reading").textContent()).toBe("[] = 0");
  const list = await panel(view("y", [5]));
  expect(await lastBlock(list)).toEqual({ begin: [0], size: [5] });
  const words = await openPage();
  await loadWebview(words);
  await words.evaluate(() => {
    (window as unknown as WebviewWindow).answer = ((message: { kind: string; id: number }) => {
      if (message.kind === "block") window.postMessage({ kind: "strings", id: message.id, values: ["a", "b\n"] }, "*");
    }) as never;
  });
  await post(words, {
    kind: "tensor",
    tensor: { ...view("words", [2]), dtype: "string", statistics: null, histogram: [] },
  });
  expect(await words.locator(".strings li").allInnerTexts()).toEqual(['"a"', '"b\\n"']);
});

test.each(["dark", "light", "highContrast"] as const)("its looks in a %s theme", async (theme) => {
  const images = await panel(view("batch[0]", [24, 28, 28, 1]), { theme });
  await images.locator("image-grid canvas").nth(23).waitFor();
  await screenshot(images, `tensor-images-${theme}`);
  const weights = await panel(
    { ...view("this.layer.weight", [16, 32]), text: "Parameter float32[16,32] μ 0 σ 0.1" },
    { theme },
  );
  await weights.locator(".map").focus();
  await screenshot(weights, `tensor-heat-map-${theme}`);
  expect(await weights.locator("canvas").count()).toBe(1);
});

function view(name: string, shape: readonly number[]): TensorView {
  const isWrong = shape.length === 4;
  return {
    name,
    text: `Tensor float32[${shape.join(",")}]`,
    dtype: "float32",
    shape,
    statistics: { values: 100, nan: isWrong ? 2 : 0, infinite: isWrong ? 1 : 0, mean: 0.13, std: 0.31, min: 0, max: 1 },
    histogram: [40, 30, 10, 20],
  };
}

/** Opens the panel on a host whose values count from 0; images are brighter to the lower right. */
async function panel(tensor: TensorView, options: PageOptions = {}): Promise<Page> {
  const page = await openPage(options);
  await loadWebview(page);
  await page.evaluate(() => {
    (window as unknown as WebviewWindow).answer = ((message: { kind: string; id: number; size: number[] }) => {
      if (message.kind !== "block") return;
      const count = message.size.reduce((product, length) => product * length, 1);
      const values = new Float32Array(count);
      const side = message.size[2] ?? 1;
      for (let i = 0; i < count; i++) {
        const [row, column] = [Math.floor(i / side) % side, i % side];
        values[i] =
          message.size.length === 4
            ? (row + column) / (2 * side - 1 || 1)
            : message.size[0] === 16
              ? Math.sin(i / 7) * Math.cos(i / 40)
              : i;
      }
      window.postMessage({ kind: "block", id: message.id, data: values.buffer }, "*");
    }) as never;
  });
  await post(page, { kind: "tensor", tensor });
  await page.locator("h1").waitFor();
  return page;
}

function post(page: Page, message: TensorMessage): Promise<void> {
  return page.evaluate((message) => window.postMessage(message, "*"), message);
}

function sent(page: Page): Promise<readonly { readonly kind: string; readonly [key: string]: unknown }[]> {
  return page.evaluate(() => (window as unknown as WebviewWindow).sent);
}

async function lastBlock(page: Page): Promise<unknown> {
  const block = (await sent(page)).findLast(({ kind }) => kind === "block");
  return { begin: block?.["begin"], size: block?.["size"] };
}

function statistics(page: Page): Promise<string[]> {
  return page
    .locator("aside dl > div")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent).join(" ")));
}

/** The colour of a pixel of the first canvas. */
function pixel(page: Page, selector: string, row: number, column: number): Promise<number[]> {
  return page
    .locator(selector)
    .first()
    .evaluate(
      (canvas, [row, column]) =>
        [...((canvas as HTMLCanvasElement).getContext("2d")?.getImageData(column, row, 1, 1).data ?? [])].slice(0, 3),
      [row, column] as const,
    );
}
