import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { isEarlyStoppingCase, runEarlyStoppingCase } from "./kinds/earlyStoppingDecisions.js";
import { isErrorCase, runErrorCase } from "./kinds/errorCases.js";
import { isFunctionalCase, runFunctionalCase } from "./kinds/functionalCase.js";
import { isMetricsFile, runMetricCase } from "./kinds/metricCase.js";
import { isModelCheckpointCase, runModelCheckpointCase } from "./kinds/modelCheckpointDecisions.js";
import { isNnFile, runNnCase } from "./kinds/nnCase.js";
import { isOptimContent, optimRuns } from "./kinds/optimCases.js";
import { isTraceCase, runTraceCase } from "./kinds/traceCase.js";
import { withFloats } from "./metrics/floats.js";
import type { Outcome } from "./outcome.js";
import { isDepthErrorFile, runDepthErrorFile } from "./summary/depthErrorCase.js";
import { isFormattingFile, runFormattingFile } from "./summary/formattingCase.js";
import { isSummaryCase, runSummaryCase } from "./summary/summaryCase.js";

/** A case that can be run. */
export interface Case {
  /** Its file, as it is shown. */
  readonly path: string;
  readonly run: () => Promise<Outcome>;
}

/** Every case below a folder: files are recognized by what is in them, wherever they lie; others are left alone. */
export function casesBelow(folder: string): Case[] {
  const files = statSync(folder).isDirectory()
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))
    : [folder];
  return files
    .filter((path) => path.endsWith(".json"))
    .sort()
    .flatMap((path) => casesIn(parseCases(readFileSync(path, "utf8")), relative(process.cwd(), path)));
}

/**
 * The content of a file. Python tells 1 from 1.0, which JSON's numbers lose here: where a whole number counts batches and a number with a
 * point is a share of them, the share is kept as text, as a user of the runtime would write it. Python writes Infinity and NaN too, which
 * JSON has no word for.
 */
function parseCases(text: string): unknown {
  if (/"torchmetrics"\s*:/.test(text)) return JSON.parse(withFloats(text));
  const shares = /"(limit_\w+_batches|overfit_batches|val_check_interval)":\s*(\d+\.\d+)/g;
  const json = text.replace(shares, '"$1": "$2"');
  try {
    return JSON.parse(json);
  } catch {
    return JSON.parse(json.replace(/(?<=[:[,]\s*)(-?Infinity|NaN)(?=\s*[,\]}])/g, '"$1"'));
  }
}

function casesIn(content: unknown, path: string): Case[] {
  if (isTraceCase(content)) return [{ path, run: () => runTraceCase(content) }];
  if (isMetricsFile(content)) return content.cases.map((one) => ({ path, run: () => runMetricCase(one) }));
  if (isSummaryCase(content)) return [{ path, run: () => runSummaryCase(content, path) }];
  if (isFormattingFile(content)) return runFormattingFile(content).map((run) => ({ path, run }));
  if (isDepthErrorFile(content)) return runDepthErrorFile(content).map((run) => ({ path, run }));
  if (isNnFile(content)) return content.cases.map((one) => ({ path, run: () => runNnCase(one) }));
  if (isOptimContent(content)) return optimRuns(content).map((run) => ({ path, run }));
  if (typeof content !== "object" || content === null || !("cases" in content) || !Array.isArray(content.cases))
    return [];
  const monitor = "monitor" in content ? String(content.monitor) : "val_loss";
  return (content.cases as readonly unknown[]).flatMap((one): Case[] => {
    if (isEarlyStoppingCase(one)) return [{ path, run: () => runEarlyStoppingCase(one, monitor) }];
    if (isModelCheckpointCase(one)) return [{ path, run: () => runModelCheckpointCase(one, monitor) }];
    if (isErrorCase(one)) return [{ path, run: () => runErrorCase(one) }];
    if (isFunctionalCase(one)) return [{ path, run: () => runFunctionalCase(one) }];
    return [];
  });
}
