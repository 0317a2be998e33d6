/** `summary.json`: the model summary of a run, with the place in the source where each layer was made. */
export const SUMMARY_FILE = "summary.json";

export interface SummaryFile {
  readonly version: 1;
  /** Class name of the LightningModule. */
  readonly model: string;
  /** In depth-first order, every depth; a row's children follow it. */
  readonly rows: readonly SummaryRow[];
  readonly totals: SummaryTotals;
}

export interface SummaryRow {
  /** Path from the model, such as `encoder.0`. */
  readonly name: string;
  readonly type: string;
  /** 1 for the model's own children. */
  readonly depth: number;
  readonly params: number;
  readonly trainableParams: number;
  readonly mode: "train" | "eval";
  readonly flops: number;
  /** Shapes seen in a forward pass of the example input; null: none was given. */
  readonly inSizes: string | null;
  readonly outSizes: string | null;
  readonly source: SourcePlace | null;
}

export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface SummaryTotals {
  readonly trainableParams: number;
  readonly nonTrainableParams: number;
  readonly totalParams: number;
  /** Of the parameters, in MB (10^6 bytes). */
  readonly sizeMb: number;
  readonly modulesInTrain: number;
  readonly modulesInEval: number;
  readonly flops: number;
}

/** A checked `summary.json`, or null when it is not one. */
export function parseSummaryFile(value: unknown): SummaryFile | null {
  if (!isRecord(value) || value["version"] !== 1 || !Array.isArray(value["rows"])) return null;
  const totals = isRecord(value["totals"]) ? value["totals"] : {};
  return {
    version: 1,
    model: typeof value["model"] === "string" ? value["model"] : "",
    rows: value["rows"].filter(isRecord).map(parseRow),
    totals: {
      trainableParams: count(totals["trainableParams"]),
      nonTrainableParams: count(totals["nonTrainableParams"]),
      totalParams: count(totals["totalParams"]),
      sizeMb: count(totals["sizeMb"]),
      modulesInTrain: count(totals["modulesInTrain"]),
      modulesInEval: count(totals["modulesInEval"]),
      flops: count(totals["flops"]),
    },
  };
}

function parseRow(row: Record<string, unknown>): SummaryRow {
  const { source } = row;
  return {
    name: String(row["name"] ?? ""),
    type: String(row["type"] ?? ""),
    depth: count(row["depth"]),
    params: count(row["params"]),
    trainableParams: count(row["trainableParams"]),
    mode: row["mode"] === "eval" ? "eval" : "train",
    flops: count(row["flops"]),
    inSizes: typeof row["inSizes"] === "string" ? row["inSizes"] : null,
    outSizes: typeof row["outSizes"] === "string" ? row["outSizes"] : null,
    source:
      isRecord(source) && typeof source["file"] === "string"
        ? { file: source["file"], line: count(source["line"]), column: count(source["column"]) }
        : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
