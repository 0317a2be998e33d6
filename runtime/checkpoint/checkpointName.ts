import { pythonFormat } from "../pythonFormat.js";

/** What may stand in a file name: whole numbers (epoch and step) and metrics. */
export interface NameValues {
  readonly counts: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface NameStyle {
  /** Writes `val_loss=0.12` for `{val_loss:.2f}`, and not only the number. */
  readonly autoInsertMetricName: boolean;
  /** Between a metric's name and its value. */
  readonly equals: string;
}

const PLACE = /\{0\[([^\]]*)\](?::([^}]*))?\}/g;

/**
 * A checkpoint's name from a template such as `{epoch}-{val_loss:.2f}`, as Lightning makes it: formats are Python's, and a metric that was
 * not logged is 0.
 */
export function checkpointName(template: string, { counts, metrics }: NameValues, style: NameStyle): string {
  const places = markPlaces(template, style);
  return places.replace(PLACE, (_, name: string, format = "") => {
    const isMetric = Object.hasOwn(metrics, name) && !Object.hasOwn(counts, name);
    if (isMetric) return pythonFormat(metrics[name] as number, format, "float");
    return pythonFormat(Object.hasOwn(counts, name) ? (counts[name] as number) : 0, format, "int");
  });
}

/** `{epoch}` becomes `epoch={0[epoch]}`. Long names first, so that `{epoch}` is not found in `{epoch_test}`. */
function markPlaces(template: string, { autoInsertMetricName, equals }: NameStyle): string {
  const starts = [...template.matchAll(/(\{.*?)[:}]/g)].map(([, start = ""]) => start);
  let marked = template;
  for (const start of starts.sort((a, b) => b.length - a.length)) {
    const name = start.slice(1);
    if (autoInsertMetricName) marked = marked.replaceAll(start, () => `${name}${equals}{${name}`);
    marked = marked.replaceAll(start, () => `{0[${name}]`);
  }
  return marked;
}
