/** A run of PyTorch Lightning that was recorded: how to repeat it, and what happened. Its format is described in test/reference/README.md. */
export interface GoldenCase {
  readonly name: string;
  readonly config: ReplayConfig;
  readonly constructor_error: GoldenException | null;
  readonly calls: readonly GoldenCall[];
  readonly messages: readonly GoldenMessage[];
  readonly events: readonly GoldenEvent[];
}

export type Json = Readonly<Record<string, unknown>>;

export interface ReplayConfig {
  readonly trainer?: Json;
  readonly data?: DataConfig;
  readonly module?: ModuleConfig;
  readonly datamodule?: {
    readonly batch_hooks?: boolean;
    readonly state?: Json;
    readonly hparams?: Json;
    readonly actions?: readonly ActionConfig[];
  };
  readonly callbacks?: readonly CallbackConfig[];
  readonly calls?: readonly CallConfig[];
  readonly collect_text?: boolean;
}

export interface CallConfig {
  readonly fn: ReplayFn;
  readonly ckpt_path?: string;
  readonly weights_only?: boolean;
  readonly no_model?: boolean;
  readonly return_predictions?: boolean;
  readonly path?: string;
  /** A new module, data module and Trainer, with these options over the old ones. */
  readonly new?: boolean;
  readonly trainer?: Json;
  /** Attributes to set on the same Trainer. */
  readonly set?: Json;
}

export type ReplayFn = "fit" | "validate" | "test" | "predict" | "save_checkpoint";
export type Split = "train" | "val" | "test" | "predict";

export type DataConfig = {
  readonly source?: "datamodule" | "module" | "args";
  readonly record_loaders?: boolean;
} & { readonly [S in Split]?: LoadersConfig };

/** One loader, several, several by name, or several combined in a mode. */
export type LoadersConfig =
  | LoaderConfig
  | readonly LoaderConfig[]
  | Readonly<Record<string, LoaderConfig>>
  | { readonly combined: Readonly<Record<string, LoaderConfig>> | readonly LoaderConfig[]; readonly mode?: string };

export interface LoaderConfig {
  readonly batches: number;
  readonly batch_size?: number;
  readonly last_batch_size?: number;
  readonly kind?: string;
  readonly shuffle?: boolean;
}

export interface SchedulerConfig {
  readonly type: string;
  readonly args?: Json;
  readonly config?: Json;
  readonly top_monitor?: string;
}

export interface ModuleConfig {
  readonly optimizer?: { readonly type: string; readonly lr?: number } & Json;
  readonly lr_scheduler?: SchedulerConfig;
  readonly lr_schedulers?: readonly SchedulerConfig[];
  readonly return_form?: string;
  readonly return_dict?: boolean;
  readonly manual?: ManualConfig;
  readonly metrics?: Readonly<Record<string, { readonly type: string }>>;
  readonly log?: readonly LogConfig[];
  readonly actions?: readonly ActionConfig[];
  readonly overrides?: "all" | "minimal" | readonly string[];
  readonly no_override?: readonly string[];
  readonly batch_hooks?: boolean;
  readonly hparams?: Json;
  readonly configure_callbacks?: readonly CallbackConfig[];
}

export interface ManualConfig {
  readonly optimizers?: number;
  readonly step_every?: readonly number[];
  readonly toggle?: boolean;
  readonly clip?: number;
  readonly step_schedulers_at_last?: boolean;
}

export interface CallbackConfig {
  readonly type: string;
  readonly args?: Json;
  readonly name?: string;
  readonly state?: Json;
  readonly state_key?: string;
  readonly hooks?: readonly string[];
  readonly log?: readonly LogConfig[];
  readonly actions?: readonly ActionConfig[];
}

export interface LogConfig {
  readonly hook: string;
  readonly name?: string;
  readonly value?: number | "loss" | Json;
  readonly kwargs?: Json;
  readonly only_batch?: readonly number[];
  /** Given to the logger itself. */
  readonly logger_log_metrics?: Readonly<Record<string, number | "loss" | Json>>;
}

export interface ActionConfig {
  readonly hook: string;
  readonly epoch?: number;
  readonly batch?: number;
  readonly do: "raise" | "should_stop" | "return" | "save_checkpoint";
  readonly type?: string;
  readonly message?: string;
  readonly value?: unknown;
  readonly path?: string;
}

export interface GoldenEvent {
  readonly owner: string;
  readonly hook: string;
  readonly args: Json;
  readonly epoch: number;
  readonly step: number;
  readonly fn: string | null;
  readonly stage: string | null;
  readonly depth: number;
  readonly [fact: string]: unknown;
}

export interface GoldenException {
  readonly type: string;
  readonly message: string;
}

export interface GoldenMessage {
  readonly level: string;
  readonly category?: string;
  readonly text: string;
}

export interface GoldenCall {
  readonly fn: ReplayFn;
  readonly returned?: unknown;
  readonly exception?: GoldenException;
  readonly after?: Json;
  readonly parsed_csv?: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }>
  >;
}
