import { pythonFloat } from "../loggers/pythonFloat.js";

/** What a bar shows. */
export interface ProgressState {
  readonly description: string;
  readonly done: number;
  /** Infinity: unknown. */
  readonly total: number;
  readonly seconds: number;
  /** Names and values after the rate. */
  readonly postfix: Readonly<Record<string, number | string>>;
}

const BAR_WIDTH = 10;
const PARTS = " ▏▎▍▌▋▊▉";

/**
 * A bar as tqdm draws it: `Epoch 0:  50%|█████     | 2/4 [00:00<00:00, 160.09it/s, v_num=0, train_loss=0.038]`.
 *
 * @param columns width to fill; default: the bar is ten characters wide.
 */
export function progressLine({ description, done, total, seconds, postfix }: ProgressState, columns?: number): string {
  const isKnown = Number.isFinite(total) && total > 0;
  const rate = seconds > 0 ? done / seconds : 0;
  const remaining = rate > 0 && isKnown ? intervalText((total - done) / rate) : "?";
  const left = `${description}: ${isKnown ? `${percentText(done / total)}%` : ""}|`;
  const right = `| ${done}/${isKnown ? total : "?"} [${intervalText(seconds)}<${remaining}, ${rateText(rate)}${postfixText(postfix)}]`;
  const width = columns === undefined ? BAR_WIDTH : Math.max(1, columns - left.length - right.length);
  return `${left}${barText(isKnown ? done / total : 0, width)}${right}`.slice(0, columns);
}

/** `, v_num=0, train_loss=0.038`: metrics have five characters at least, so that the line does not jump. */
export function postfixText(postfix: ProgressState["postfix"]): string {
  return Object.entries(postfix)
    .map(([name, value]) => `, ${name}=${typeof value === "number" ? numberText(value) : value}`)
    .join("");
}

/** Three significant digits, or the whole number where that is shorter; filled up with zeros. */
export function numberText(value: number): string {
  const [short, whole] = [threeDigits(value), pythonFloat(value)];
  const text = short.length < whole.length ? short : whole;
  if (text.includes("e") || !Number.isFinite(value)) return text;
  return (text.includes(".") || text.length >= 5 ? text : `${text}.`).padEnd(5, "0");
}

/** Python's `%.3g`, with a short exponent. */
function threeDigits(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = value.toExponential(2).split("e");
  if (Number(exponent) >= -4 && Number(exponent) < 3) return String(Number(value.toPrecision(3)));
  const sign = Number(exponent) < 0 ? "-" : "+";
  return `${Number(mantissa)}e${sign}${Math.abs(Number(exponent))}`;
}

function barText(share: number, width: number): string {
  const eighths = Math.floor(Math.min(1, share) * width * PARTS.length);
  const full = Math.floor(eighths / PARTS.length);
  const part = full === width ? "" : (PARTS[eighths % PARTS.length] ?? "");
  return ("█".repeat(full) + part).padEnd(width);
}

/** Halves go to the even number, as Python rounds. */
function percentText(share: number): string {
  const percent = Math.min(100, share * 100);
  const floor = Math.floor(percent);
  const isHalf = percent - floor === 0.5;
  return String(isHalf ? floor + (floor % 2) : Math.round(percent)).padStart(3);
}

function rateText(rate: number): string {
  return rate > 0 ? `${rate.toFixed(2).padStart(5)}it/s` : "?it/s";
}

function intervalText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(whole % 60)}`;
}
