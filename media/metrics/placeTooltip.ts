import type { ChartHover } from "./lineChart.js";

const GAP = 14;

/** Puts a tooltip beside the cursor, on the side that has room. */
export function placeTooltip(tooltip: HTMLElement, host: HTMLElement, hover: ChartHover): void {
  const right = hover.left + GAP;
  const left = right + tooltip.offsetWidth > host.clientWidth ? hover.left - GAP - tooltip.offsetWidth : right;
  const top = Math.min(Math.max(hover.top - tooltip.offsetHeight / 2, 0), host.clientHeight);
  tooltip.style.transform = `translate(${Math.round(host.offsetLeft + left)}px, ${Math.round(host.offsetTop + top)}px)`;
}
