export { AdvancedProfiler, type AdvancedProfilerOptions } from "./advancedProfiler.js";
export { PassThroughProfiler } from "./passThroughProfiler.js";
export { Profiler, type ProfilerOptions } from "./profiler.js";
export { SimpleProfiler, type SimpleProfilerOptions } from "./simpleProfiler.js";
