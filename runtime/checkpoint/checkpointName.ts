import { pythonFormat } from "../pythonFormat.js";
import { formatParts } from "./formatPlaces.js";

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

/**
 * A checkpoint's name from a template such as `{epoch}-{val_loss:.2f}`, as Lightning makes it (`_format_checkpoint_name` in
 * lightning/pytorch/callbacks/model_checkpoint.py): formats are Python's, and a metric that was not logged is 0.
 *
 * @throws RangeError when braces do not pair, or have no name between them. As there, names in doubled braces do not.
 */
export function checkpointName(template: string, { counts, metrics }: NameValues, style: NameStyle): string {
  const value = (name: string, spec: string) => {
    const isMetric = Object.hasOwn(metrics, name) && !Object.hasOwn(counts, name);
    if (isMetric) return pythonFormat(metrics[name] as number, spec, "float");
    return pythonFormat(Object.hasOwn(counts, name) ? (counts[name] as number) : 0, spec, "int");
  };
  return inTemplate(template, () => formatParts(markPlaces(template, style)))
    .map((part) => (typeof part === "string" ? part : value(nameIn(part.field, template), part.spec)))
    .join("");
}

/** The name in `0[name]`. */
function nameIn(field: string, template: string): string {
  const [, name = ""] = /^0\[([^\]]*)\]$/.exec(field) ?? [];
  if (name === "" || /^\d+$/.test(name)) {
    throw new RangeError(
      `The checkpoint's filename \`${template}\` has braces without a name that can be logged. Write \`{epoch}\`, \`{step}\` or the name of a metric in them.`,
    );
  }
  return name;
}

function inTemplate<T>(template: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new RangeError(`The checkpoint's filename \`${template}\` cannot be filled in. ${(cause as Error).message}`, {
      cause,
    });
  }
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
