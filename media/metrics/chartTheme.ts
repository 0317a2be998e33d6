/** What a canvas needs to know of the editor's theme, since it cannot use CSS variables. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
  /** Colours for runs. */
  readonly palette: readonly string[];
  readonly highContrast: boolean;
}

/** The editor's chart colours first; the rest keep their distance from these and from black and white. */
const PALETTE: readonly (readonly [variable: string | null, colour: string])[] = [
  ["--vscode-charts-blue", "#3794ff"],
  ["--vscode-charts-orange", "#d18616"],
  ["--vscode-charts-green", "#89d185"],
  ["--vscode-charts-red", "#f14c4c"],
  ["--vscode-charts-purple", "#b180d7"],
  ["--vscode-charts-yellow", "#cca700"],
  [null, "#1fa7a7"],
  [null, "#d9659c"],
  [null, "#9c8560"],
  [null, "#7c86e0"],
];

/** How many colours there are, and how many of them are the editor's. */
export const PALETTE_SIZE = {
  first: PALETTE.filter(([variable]) => variable !== null).length,
  colours: PALETTE.length,
};

export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string, other: string) => style.getPropertyValue(variable).trim() || other;
  const text = read("--vscode-foreground", "#3b3b3b");
  return {
    text: read("--vscode-descriptionForeground", text),
    grid: `color-mix(in srgb, ${text} 12%, transparent)`,
    background: read("--vscode-editor-background", "#ffffff"),
    font: `11px ${read("--vscode-font-family", "system-ui, sans-serif")}`,
    palette: PALETTE.map(([variable, colour]) => (variable === null ? colour : opaque(read(variable, colour), colour))),
    highContrast: /\bvscode-high-contrast\b/.test(document.body.className),
  };
}

/** A colour that can be seen as a thin line: some themes give a chart colour that shines through. */
export function opaque(colour: string, other: string): string {
  return /^#[\da-f]{6}$/i.test(colour) || /^rgb\([^/]*\)$/i.test(colour) ? colour : other;
}

/** Calls back when the user changes the theme: the editor then sets other variables and classes. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["style"] });
  observer.observe(document.body, { attributeFilter: ["class"] });
  return () => observer.disconnect();
}
