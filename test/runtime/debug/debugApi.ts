import "../onCpu.js";
import "../../../runtime/index.js";
import type { DebugApi } from "../../../runtime/protocol/debugApi.js";
import { DEBUG_SYMBOL } from "../../../runtime/protocol/launch.js";

/** What a debugger would call in this process. */
export const debugApi = (globalThis as unknown as Readonly<Record<symbol, DebugApi>>)[
  Symbol.for(DEBUG_SYMBOL)
] as DebugApi;
