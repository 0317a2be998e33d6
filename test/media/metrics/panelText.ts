import type { Page } from "playwright-core";

/**
 * What a person sees of the charts, one line each: `loss | ▬ version_1 0.41 | ▬ version_0 0.52`. A run whose colour is nowhere on the
 * canvas has `…` instead of its line.
 */
export function panelText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const charts = [...document.querySelectorAll("metric-chart")];
    return charts.map((chart) => [chart.querySelector("h2")?.textContent, ...legend(chart)].join(" | "));

    function legend(chart: Element): string[] {
      const colours = drawnColours(chart.querySelector("canvas"));
      return [...chart.querySelectorAll(".legend li")].map((item) => {
        const colour = item.querySelector("line")?.getAttribute("stroke") ?? "";
        const words = (item.textContent ?? "").trim().split(/\s+/).join(" ");
        return `${colours.has(colour) ? "▬" : "…"} ${words}`;
      });
    }

    function drawnColours(canvas: HTMLCanvasElement | null): ReadonlySet<string> {
      const context = canvas?.getContext("2d") ?? null;
      if (canvas === null || context === null) return new Set();
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      // A pixel is 0xAABBGGRR here.
      const pixels = [...new Set(new Uint32Array(data.buffer))].filter((pixel) => pixel >>> 24 === 255);
      return new Set(pixels.map((pixel) => hex(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255)));
    }

    function hex(...parts: readonly number[]): string {
      return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    }
  });
}
