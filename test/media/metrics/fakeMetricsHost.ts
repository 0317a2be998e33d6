import type { Page } from "playwright-core";
import type { Frame, FrameRequest, MetricsMessage, RunDescription } from "../../../media/messages.js";
import type { WebviewWindow } from "../webviewPage.js";

/** A made-up run. */
export interface FakeRun {
  readonly id: string;
  readonly name?: string;
  readonly status?: RunDescription["status"];
  readonly detail?: string;
  readonly hparams?: RunDescription["hparams"];
  readonly error?: string;
  /** Values by metric, at steps of the series' own. */
  readonly metrics?: Readonly<Record<string, FakeSeries>>;
}

export interface FakeSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly nonFinite?: number;
}

/** The functions that a test calls in the page. */
export interface FakeHost {
  runs: readonly FakeRun[];
  selected: readonly string[];
  /** True: frames wait until `release`. */
  hold: boolean;
  held: FrameRequest[];
  post(message: MetricsMessage): void;
  postRuns(): void;
  frame(request: FrameRequest): Frame;
  release(): void;
}

export type MetricsWindow = WebviewWindow & { host: FakeHost };

/** Puts a host into the page that answers from made-up runs. */
export async function fakeMetricsHost(
  page: Page,
  runs: readonly FakeRun[],
  selected: readonly string[],
): Promise<void> {
  await page.addInitScript(installHost, { runs, selected });
}

/** Runs in the page: it can use nothing from outside itself. */
function installHost({ runs, selected }: { runs: readonly FakeRun[]; selected: readonly string[] }): void {
  const view = window as unknown as MetricsWindow;

  function describe(run: FakeRun): RunDescription {
    const metrics = Object.entries(run.metrics ?? {}).map(([name, { values, nonFinite = 0 }]) => ({
      name,
      last: values.at(-1) ?? null,
      min: values.length === 0 ? null : Math.min(...values),
      max: values.length === 0 ? null : Math.max(...values),
      nonFinite,
    }));
    return {
      id: run.id,
      name: run.name ?? run.id,
      status: run.status ?? "finished",
      detail: run.detail ?? "",
      hparams: run.hparams ?? [],
      metrics,
      error: run.error ?? null,
    };
  }

  /** Epochs have a hundred steps. */
  function placesOf(series: FakeSeries, request: FrameRequest): number[] {
    return series.steps.map((step) => (request.axis === "epoch" ? step / 100 : step));
  }

  function frame(request: FrameRequest): Frame {
    const series = request.runs.map((id) => host.runs.find((run) => run.id === id)?.metrics?.[request.metric]);
    const places = series.flatMap((one) => (one === undefined ? [] : placesOf(one, request)));
    const { id, metric, runs, width: buckets } = request;
    if (places.length === 0)
      return { kind: "frame", id, metric, range: null, buckets: 0, runs, data: new ArrayBuffer(0) };
    const range = request.range ?? [Math.min(...places), Math.max(...places)];
    const data = new Float64Array(buckets * (1 + 3 * runs.length)).fill(Number.NaN);
    const size = (range[1] - range[0]) / Math.max(1, buckets - 1);
    for (let bucket = 0; bucket < buckets; bucket++) data[bucket] = range[0] + bucket * size;
    series.forEach((one, run) => {
      if (one === undefined) return;
      let average = 0;
      let weight = 0;
      placesOf(one, request).forEach((place, index) => {
        const value = one.values[index] ?? Number.NaN;
        average = request.smoothing * average + (1 - request.smoothing) * value;
        weight = request.smoothing * weight + (1 - request.smoothing);
        if (place < range[0] || place > range[1]) return;
        const bucket = size === 0 ? 0 : Math.round((place - range[0]) / size);
        const at = (row: number) => buckets * (1 + 3 * run + row) + bucket;
        const [min = Number.NaN, max = Number.NaN] = [data[at(0)], data[at(1)]];
        data[at(0)] = Number.isNaN(min) ? value : Math.min(min, value);
        data[at(1)] = Number.isNaN(max) ? value : Math.max(max, value);
        data[at(2)] = average / weight;
      });
    });
    return { kind: "frame", id, metric, range, buckets, runs, data: data.buffer };
  }

  const host: FakeHost = {
    runs,
    selected,
    hold: false,
    held: [],
    frame,
    post(message) {
      window.postMessage(message, "*");
    },
    postRuns() {
      host.post({ kind: "runs", runs: host.runs.map(describe), selected: host.selected });
    },
    release() {
      host.hold = false;
      for (const request of host.held.splice(0)) host.post(frame(request));
    },
  };
  view.host = host;
  view.answer = (message: { readonly kind: string }) => {
    if (message.kind === "ready") host.postRuns();
    if (message.kind !== "frame") return;
    const request = message as unknown as FrameRequest;
    if (host.hold) host.held.push(request);
    else host.post(frame(request));
  };
}
