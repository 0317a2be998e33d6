/** A layer's part of all parameters: `12.5 %`. */
export function shareText(params: number, total: number): string {
  if (params === 0 || total === 0) return "";
  const percent = (100 * params) / total;
  return percent < 0.1 ? "< 0.1 %" : `${percent.toFixed(percent < 99.95 ? 1 : 0)} %`;
}
