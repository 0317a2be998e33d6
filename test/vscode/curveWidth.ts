/** Runs in a webview: the part of a chart's width over which a line in some colour can be seen well; grid and axes are grey. */
export function curveWidth(): number {
  const canvas = document.querySelector("canvas");
  const context = canvas?.getContext("2d");
  if (!canvas || !context || canvas.width === 0) return 0;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const columns = new Set<number>();
  for (let i = 0; i < data.length; i += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(i, i + 4);
    const isColoured = alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60;
    if (isColoured) columns.add((i / 4) % canvas.width);
  }
  return columns.size / canvas.width;
}
