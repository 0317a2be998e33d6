import { batchRequests } from "./batchRequests.js";
import { breakpointRequests } from "./breakpointRequests.js";
import { evaluationRequests } from "./evaluationRequests.js";
import { executionRequests } from "./executionRequests.js";
import { lifecycleRequests } from "./lifecycleRequests.js";
import type { RequestTable } from "./requestHandler.js";
import { sourceRequests } from "./sourceRequests.js";
import { stackRequests } from "./stackRequests.js";
import { valueRequests } from "./valueRequests.js";

/** All requests that this adapter answers. */
export const REQUESTS: RequestTable = {
  ...lifecycleRequests,
  ...breakpointRequests,
  ...executionRequests,
  ...stackRequests,
  ...evaluationRequests,
  ...sourceRequests,
  ...valueRequests,
  ...batchRequests,
};
