/**
 * `run.json`: what a run is doing right now. The Trainer rewrites it atomically, at most a few times a second; views, the CLI and
 * the extension only ever read it. A run that Python's Lightning wrote has none: readers treat that as "past or unknown".
 */
export const RUN_FILE = "run.json";

export type RunStatus = "running" | "finished" | "interrupted" | "failed";
export type TrainerFn = "fit" | "validate" | "test" | "predict";
export type Stage = "train" | "sanity_check" | "validate" | "test" | "predict";

export interface RunFile {
  readonly version: 1;
  readonly status: RunStatus;
  readonly fn: TrainerFn;
  readonly stage: Stage | null;
  /** Epoch that is running, from 0; after the run, the number of epochs completed. */
  readonly epoch: number;
  /** null: no limit. */
  readonly maxEpochs: number | null;
  /** Batches done in the present stage's epoch. */
  readonly batch: number;
  /** Batches in the present stage's epoch; null: unknown. */
  readonly batches: number | null;
  readonly globalStep: number;
  readonly etaSeconds: number | null;
  readonly pid: number;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly backend: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly error: RunError | null;
}

/** Why a run failed, with the place in the user's own code when it is known. */
export interface RunError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
}

const STATUSES: readonly string[] = ["running", "finished", "interrupted", "failed"];
const FNS: readonly string[] = ["fit", "validate", "test", "predict"];
const STAGES: readonly string[] = ["train", "sanity_check", "validate", "test", "predict"];

/** A checked `run.json`, or null for anything else: a reader shows such a run as "past or unknown", it never fails on it. */
export function parseRunFile(value: unknown): RunFile | null {
  if (!isRecord(value) || value["version"] !== 1) return null;
  const { status, fn, stage } = value;
  if (!oneOf(status, STATUSES) || !oneOf(fn, FNS) || !(stage === null || oneOf(stage, STAGES))) return null;
  return {
    version: 1,
    status: status as RunStatus,
    fn: fn as TrainerFn,
    stage: stage as Stage | null,
    epoch: numberOr(value["epoch"], 0),
    maxEpochs: numberOr(value["maxEpochs"], null),
    batch: numberOr(value["batch"], 0),
    batches: numberOr(value["batches"], null),
    globalStep: numberOr(value["globalStep"], 0),
    etaSeconds: numberOr(value["etaSeconds"], null),
    pid: numberOr(value["pid"], 0),
    command: Array.isArray(value["command"]) ? value["command"].map(String) : [],
    cwd: stringOr(value["cwd"], ""),
    git: parseGit(value["git"]),
    versions: parseVersions(value["versions"]),
    backend: stringOr(value["backend"], ""),
    startedAt: stringOr(value["startedAt"], ""),
    updatedAt: stringOr(value["updatedAt"], ""),
    endedAt: typeof value["endedAt"] === "string" ? value["endedAt"] : null,
    error: parseError(value["error"]),
  };
}

function parseGit(value: unknown): RunFile["git"] {
  if (!isRecord(value) || typeof value["commit"] !== "string") return null;
  return { commit: value["commit"], dirty: value["dirty"] === true };
}

function parseVersions(value: unknown): RunFile["versions"] {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, version]) => [name, String(version)]));
}

function parseError(value: unknown): RunError | null {
  if (!isRecord(value)) return null;
  return {
    name: stringOr(value["name"], "Error"),
    message: stringOr(value["message"], ""),
    stack: typeof value["stack"] === "string" ? value["stack"] : null,
    file: typeof value["file"] === "string" ? value["file"] : null,
    line: numberOr(value["line"], null),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function oneOf(value: unknown, choices: readonly string[]): value is string {
  return typeof value === "string" && choices.includes(value);
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
