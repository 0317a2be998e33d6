import type { MetricDescription, RunDescription } from "../../media/messages.js";
import type { Run } from "../runs/run.js";
import type { Series } from "../runs/series.js";

/** A few words on how far a run is, such as `epoch 3/12 · 40 s left`. */
export function runDetail(run: Run): string {
  const { file } = run;
  if (file === null) return "";
  switch (run.state) {
    case "running":
      return [epochText(run), file.etaSeconds === null ? "" : `${durationText(file.etaSeconds)} left`]
        .filter(Boolean)
        .join(" · ");
    case "finished":
    case "interrupted":
      return [epochText(run), tookText(run)].filter(Boolean).join(" · ");
    case "failed":
      return file.error?.message.split("\n")[0] ?? "failed";
    case "unknown":
      return "";
  }
}

/** Runs as a panel lists them: those of several experiments have the experiment's name before their own. */
export function describeRuns(runs: readonly Run[]): RunDescription[] {
  const several = new Set(runs.map((run) => run.group)).size > 1;
  return runs.map((run) => describeRun(run, several ? `${run.group.split("/")[0]}/${run.name}` : run.name));
}

function describeRun(run: Run, name: string): RunDescription {
  const { table, error } = run.metrics;
  const metrics = [...table.series].map(([name, series]) => describeMetric(name, series));
  return {
    id: run.folder,
    name,
    status: run.state,
    detail: runDetail(run),
    hparams: run.hparams,
    metrics: metrics.sort((a, b) => a.name.localeCompare(b.name)),
    error,
  };
}

/** The value that says most about a run at a glance: a test or validation metric, else the last one that was logged. */
export function headline(run: Run): string {
  const metrics = [...run.metrics.table.series];
  const best =
    metrics.find(([name]) => /^test.*acc/.test(name)) ??
    metrics.find(([name]) => /^val.*acc/.test(name)) ??
    metrics.find(([name]) => /^(val|test)/.test(name)) ??
    metrics[0];
  const last = best?.[1].last;
  return best === undefined || last === null || last === undefined ? "" : `${best[0]} ${numberText(last.value)}`;
}

/** Four significant digits. */
export function numberText(value: number): string {
  return Number(value.toPrecision(4)).toString();
}

/** `40 s`, `3 min`, `2 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A run that only tested, or validated, has no epochs; one that was tested after its training keeps them. */
function epochText({ file, state }: Run): string {
  if (file === null || (file.fn !== "fit" && file.epoch === 0)) return file?.fn ?? "";
  const epoch = state === "running" && file.fn === "fit" ? file.epoch + 1 : file.epoch;
  return file.maxEpochs === null ? `epoch ${epoch}` : `epoch ${Math.min(epoch, file.maxEpochs)}/${file.maxEpochs}`;
}

function tookText({ file }: Run): string {
  if (file === null || file.endedAt === null) return "";
  const seconds = (Date.parse(file.endedAt) - Date.parse(file.startedAt)) / 1000;
  return Number.isFinite(seconds) ? durationText(seconds) : "";
}

function describeMetric(name: string, series: Series): MetricDescription {
  const extremes = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  series.pyramid().widen(extremes, 0, series.length);
  const empty = series.length === 0;
  return {
    name,
    last: series.last?.value ?? null,
    min: empty ? null : extremes.min,
    max: empty ? null : extremes.max,
    nonFinite: series.nonFinite?.count ?? 0,
  };
}
