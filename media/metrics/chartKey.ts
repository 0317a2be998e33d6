/** What a key does in a chart. */
export type ChartAction =
  /** Moves the cursor by so many places. */
  | { readonly kind: "move"; readonly places: number }
  /** Shows so much of what is shown. */
  | { readonly kind: "zoom"; readonly factor: number }
  /** Takes the cursor away, and follows the run again. */
  | { readonly kind: "leave" };

const ALL = Number.MAX_SAFE_INTEGER;

/** Left and right by one place, with Shift by ten; Home and End; plus and minus zoom around the cursor. Null: nothing. */
export function chartKey(key: string, shift: boolean): ChartAction | null {
  const places = shift ? 10 : 1;
  switch (key) {
    case "ArrowLeft":
      return { kind: "move", places: -places };
    case "ArrowRight":
      return { kind: "move", places };
    case "Home":
      return { kind: "move", places: -ALL };
    case "End":
      return { kind: "move", places: ALL };
    case "+":
      return { kind: "zoom", factor: 0.5 };
    case "-":
      return { kind: "zoom", factor: 2 };
    case "Escape":
      return { kind: "leave" };
    default:
      return null;
  }
}
