import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../experiment.js";

/** A run of PyTorch Lightning that was recorded: how to repeat it, and what happened. Its format is described in test/reference/README.md. */
export interface GoldenCase {
  readonly name: string;
  readonly description: string;
  readonly config: ReplayConfig;
  readonly calls: readonly GoldenCall[];
  readonly events: readonly GoldenEvent[];
}

export interface ReplayConfig {
  readonly trainer?: Readonly<Record<string, unknown>>;
  readonly data?: DataConfig;
  readonly module?: ModuleConfig;
  readonly datamodule?: { readonly batch_hooks?: boolean; readonly actions?: readonly ActionConfig[] };
  readonly callbacks?: readonly {
    readonly type: string;
    readonly hooks?: readonly string[];
    readonly log?: readonly LogConfig[];
    readonly actions?: readonly ActionConfig[];
  }[];
  readonly calls?: readonly { readonly fn: ReplayFn }[];
}

export type ReplayFn = "fit" | "validate" | "test" | "predict";
export type Split = "train" | "val" | "test" | "predict";

export type DataConfig = { readonly source?: "datamodule" | "module" | "args" } & {
  readonly [S in Split]?: LoaderConfig | readonly LoaderConfig[];
};

export interface LoaderConfig {
  readonly batches: number;
  readonly batch_size?: number;
  readonly last_batch_size?: number;
  readonly kind?: string;
}

export interface ModuleConfig {
  readonly optimizer?: { readonly type: string; readonly lr: number; readonly momentum?: number };
  readonly lr_scheduler?: {
    readonly type: string;
    readonly args: { readonly step_size: number; readonly gamma?: number };
    readonly config?: Readonly<Record<string, unknown>>;
  };
  readonly return_form?: string;
  readonly return_dict?: boolean;
  readonly manual?: { readonly optimizers: number; readonly step_every?: readonly number[] };
  readonly log?: readonly LogConfig[];
  readonly actions?: readonly ActionConfig[];
  readonly overrides?: "all" | "minimal" | readonly string[];
  readonly batch_hooks?: boolean;
  readonly hparams?: Readonly<Record<string, unknown>>;
}

export interface LogConfig {
  readonly hook: string;
  readonly name: string;
  readonly value: number | "loss" | Readonly<Record<string, unknown>>;
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly only_batch?: readonly number[];
}

export interface ActionConfig {
  readonly hook: string;
  readonly epoch?: number;
  readonly batch?: number;
  readonly do: "raise" | "should_stop" | "return";
  readonly type?: string;
  readonly message?: string;
  readonly value?: number;
}

export interface GoldenEvent {
  readonly owner: string;
  readonly hook: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly epoch: number;
  readonly step: number;
  readonly stage: string | null;
  readonly depth: number;
  readonly train_mode?: boolean;
  readonly loss?: number;
  readonly weights_after?: readonly number[];
  readonly lr_after?: readonly number[];
  readonly grad_norm_after?: number;
  readonly callback_metrics?: Metrics;
  readonly logged_metrics?: Metrics;
  readonly progress_bar_metrics?: Metrics;
}

export interface GoldenCall {
  readonly fn: ReplayFn;
  readonly returned: unknown;
  readonly exception?: { readonly type: string; readonly message: string };
  readonly after: {
    readonly current_epoch: number;
    readonly global_step: number;
    readonly status: string;
    readonly callback_metrics: Metrics;
    readonly logged_metrics: Metrics;
    readonly progress_bar_metrics: Metrics;
    readonly weights: readonly number[];
    readonly text_files?: Readonly<Record<string, string>>;
  };
}

export type Metrics = Readonly<Record<string, number | string>>;

/** The cases of a folder below test/reference. */
export function goldenCases(folder: string): GoldenCase[] {
  const path = join(root, "test", "reference", folder);
  return readdirSync(path)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(path, name), "utf8")) as GoldenCase);
}

/** `on_train_start` as `onTrainStart`. */
export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
