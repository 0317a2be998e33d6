import { basename, join } from "node:path";
import type { Callback } from "../../../runtime/callbacks/callback.js";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { errorDifference } from "../errorTexts.js";
import { ours } from "../events.js";
import type { Json } from "../goldenCase.js";
import { ourPath, ourValue } from "../names.js";
import type { Outcome } from "../outcome.js";
import { filesBelow } from "../replay/after.js";
import { type DecisionCase, replayDecisions } from "./decisionReplay.js";
import { epochDifference, fieldDifference } from "./earlyStoppingDecisions.js";

interface Checkpointing extends Callback {
  readonly bestModelPath: string;
  readonly bestModelScore: number | null;
  readonly kthBestModelPath: string;
  readonly kthValue: number;
  readonly lastModelPath: string;
  readonly currentScore: number | null;
  readonly bestKModels: Readonly<Record<string, number>> | ReadonlyMap<string, number>;
}

/** What ModelCheckpoint kept of a series of values. */
export function isModelCheckpointCase(value: unknown): value is DecisionCase {
  return typeof value === "object" && value !== null && "series" in value && "best_k_models" in value;
}

export async function runModelCheckpointCase(golden: DecisionCase, monitor: string): Promise<Outcome> {
  const { ModelCheckpoint } = callbacks as unknown as { ModelCheckpoint: new (options: unknown) => Checkpointing };
  let checkpoint: Checkpointing | undefined;
  const perEpoch: Json[] = [];
  let end: Json = {};
  let folderOfCase = "";
  const { exception } = await replayDecisions(
    golden,
    monitor,
    (folder) => {
      folderOfCase = folder;
      const dirpath = join(folder, "checkpoints");
      checkpoint = new ModelCheckpoint({ monitor, dirpath, ...(ourValue(golden.args, folder) as object) });
      return new Proxied(checkpoint, () => {
        end = stateOf(checkpoint as Checkpointing, folder);
      }).checkpoint;
    },
    (_trainer, epoch, folder) => {
      const {
        files,
        best_model_path,
        best_model_score,
        kth_best_model_path,
        kth_value,
        last_model_path,
        best_k_models,
      } = stateOf(checkpoint as Checkpointing, folder);
      perEpoch.push({
        ...{ epoch, files, best: best_model_path, best_score: best_model_score, kth: kth_best_model_path, kth_value },
        ...{ last: last_model_path, best_k_models },
      });
    },
  );
  void folderOfCase;
  const renamed = inOurNames(golden) as DecisionCase;
  const difference =
    errorDifference("exception", exception, golden.exception) ??
    epochDifference(perEpoch, renamed["per_epoch"] as readonly Json[]) ??
    fieldDifference(renamed, { ...end, state_key: checkpoint?.stateKey });
  return difference === null
    ? { kind: "passed", name: golden.name }
    : { kind: "failed", name: golden.name, difference };
}

/** Looks at what is left when the checkpoint callback has done its last. */
class Proxied {
  constructor(
    readonly checkpoint: Checkpointing,
    atEnd: () => void,
  ) {
    const teardown = checkpoint.teardown?.bind(checkpoint);
    const value: NonNullable<Callback["teardown"]> = async (...args) => {
      await teardown?.(...args);
      atEnd();
    };
    Object.defineProperty(checkpoint, "teardown", { value, configurable: true });
  }
}

function stateOf(checkpoint: Checkpointing, folder: string): Json {
  const name = (path: string) => (path === "" ? "" : basename(path));
  const kept = checkpoint.bestKModels;
  const models = kept instanceof Map ? [...kept] : Object.entries(kept);
  return {
    files: filesBelow(join(folder, "checkpoints")).map(({ path, target }) =>
      target === undefined ? path : `${path} -> ${basename(target)}`,
    ),
    best_model_path: name(checkpoint.bestModelPath),
    best_model_score: checkpoint.bestModelScore,
    kth_best_model_path: name(checkpoint.kthBestModelPath),
    kth_value: checkpoint.kthValue,
    last_model_path: name(checkpoint.lastModelPath),
    current_score: checkpoint.currentScore,
    best_k_models: Object.fromEntries(models.map(([path, score]) => [name(path), score])),
  };
}

/** Paths with our extension, wherever they stand. */
function inOurNames(value: unknown): unknown {
  if (typeof value === "string")
    return value
      .split(" -> ")
      .map((part) => ours(part, ""))
      .join(" -> ");
  if (Array.isArray(value)) return value.map(inOurNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [ourPath(key), inOurNames(inner)]));
}
