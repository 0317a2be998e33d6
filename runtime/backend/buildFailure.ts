import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { cacheFolder } from "../cacheFolder.js";
import { TOOL_NAMES } from "./buildTools.js";

/** Why the native backend could not be built, kept so that not every run tries again. */
export interface BuildFailure {
  /** A part of a sentence. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What it depended on; with anything else it is tried again at once. */
  readonly surroundings: string;
}

const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Where pip and npm look, and through what. */
const SETTINGS = [
  "PIP_INDEX_URL",
  "PIP_EXTRA_INDEX_URL",
  "PIP_FIND_LINKS",
  "PIP_NO_INDEX",
  "PIP_CONFIG_FILE",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "http_proxy",
  "https_proxy",
];

/** The last failure; null: none, or none that can be read. */
export function readBuildFailure(env: NodeJS.ProcessEnv = process.env): BuildFailure | null {
  try {
    return parseBuildFailure(JSON.parse(readFileSync(failureFile(env), "utf8")));
  } catch {
    // No record, or half of one: it is tried again.
    return null;
  }
}

export function recordBuildFailure(reason: string, env: NodeJS.ProcessEnv = process.env, now = Date.now()): void {
  const failure: BuildFailure = { reason, time: now, surroundings: surroundings(env) };
  mkdirSync(cacheFolder(env), { recursive: true });
  writeFileAtomic(failureFile(env), JSON.stringify(failure, null, 2));
}

export function forgetBuildFailure(env: NodeJS.ProcessEnv = process.env): void {
  rmSync(failureFile(env), { force: true });
}

/** True when a build failed within the last day in the same surroundings, so that another one would fail too. */
export function failedLately(env: NodeJS.ProcessEnv = process.env, now = Date.now()): boolean {
  const failure = readBuildFailure(env);
  if (failure === null || failure.surroundings !== surroundings(env)) return false;
  return now - failure.time < RETRY_AFTER_MS;
}

function failureFile(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), "failed.json");
}

/** The settings, and which of the tools are there: installing a compiler is a reason to try again. */
function surroundings(env: NodeJS.ProcessEnv): string {
  const folders = (env["PATH"] ?? "").split(delimiter);
  const names = new Set(Object.values(TOOL_NAMES).flatMap((tools) => tools.map(([command]) => command)));
  const tools = [...names].filter((name) => folders.some((folder) => folder !== "" && existsSync(join(folder, name))));
  return [...SETTINGS.map((name) => `${name}=${env[name] ?? ""}`), `tools=${tools.join(",")}`].join("\n");
}

function parseBuildFailure(value: unknown): BuildFailure | null {
  if (typeof value !== "object" || value === null) return null;
  const { reason, time, surroundings } = value as Partial<Record<keyof BuildFailure, unknown>>;
  if (typeof reason !== "string" || typeof time !== "number" || typeof surroundings !== "string") return null;
  return { reason, time, surroundings };
}
