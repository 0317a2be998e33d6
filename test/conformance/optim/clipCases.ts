import { clipGradNorm, clipGradValue } from "../../../runtime/optim/index.js";
import type { Difference } from "../picture.js";
import type { ClipCase, OptimProblem } from "./goldenOptim.js";
import { FLOAT32, numbersDifference } from "./nearNumbers.js";
import { Subject } from "./subject.js";

/** The gradients of the first step, clipped, and their norm before. */
export function clipDifference(golden: ClipCase, problem: OptimProblem): Difference | null {
  const subject = new Subject(problem);
  try {
    subject.setGradients({ w: problem.grads_w?.[0], b: problem.grads_b?.[0] });
    return (
      numbersDifference("total norm", clip(golden, subject), golden.returned_total_norm ?? null, FLOAT32) ??
      numbersDifference("gradient of w", subject.w.grad?.dataSync(), golden.w_grad, FLOAT32) ??
      numbersDifference("gradient of b", subject.b.grad?.dataSync(), golden.b_grad, FLOAT32)
    );
  } finally {
    subject.dispose();
  }
}

function clip(golden: ClipCase, { w, b }: Subject): number | null {
  if (golden.fn === "clip_grad_value_") {
    clipGradValue([w, b], Number(golden.clip_value));
    return null;
  }
  if (golden.fn !== "clip_grad_norm_") throw new Error(`There is no ${golden.fn} here.`);
  const norm = clipGradNorm([w, b], Number(golden.max_norm), {
    ...(golden.norm_type !== undefined && { normType: orderOf(golden.norm_type) }),
    ...(golden.error_if_nonfinite !== undefined && { errorIfNonfinite: golden.error_if_nonfinite }),
  });
  const [value] = norm.dataSync();
  norm.dispose();
  return value as number;
}

function orderOf(order: number | string): number {
  return Number(String(order).replace(/inf(?:inity)?/i, "Infinity"));
}
