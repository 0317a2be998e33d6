import type { ResolvedOptions } from "../trainer/options.js";
import { AdvancedProfiler } from "./advancedProfiler.js";
import { PassThroughProfiler } from "./passThroughProfiler.js";
import { Profiler } from "./profiler.js";
import { SimpleProfiler } from "./simpleProfiler.js";

/** The profiler that the option `profiler` names. */
export function trainerProfiler({ profiler }: Pick<ResolvedOptions, "profiler">): Profiler {
  if (profiler === null) return new PassThroughProfiler();
  if (profiler === "simple") return new SimpleProfiler();
  if (profiler === "advanced") return new AdvancedProfiler();
  if (profiler instanceof Profiler) return profiler;
  throw new TypeError(
    "`profiler` must be a Profiler, `simple` or `advanced`. Extend `profilers.Profiler`, and give the object, not the class.",
  );
}
