import type { ErrorCase } from "../kinds/errorCases.js";

/** Kinds of mistakes that cannot be made here, each with its reason and how its cases are recognized. */
export const NOT_HERE: readonly { readonly reason: string; readonly is: (error: ErrorCase) => boolean }[] = [
  {
    reason: "Python's optional packages: what is missing is said by npm",
    is: ({ exception }) => exception?.type === "ModuleNotFoundError",
  },
  {
    reason: "a share of the batches may be written as text, since JavaScript does not tell 1.0 from 1",
    is: ({ what }) => /\b(?:limit_\w+_batches|overfit_batches|val_check_interval)='\d*\.\d+'/.test(what),
  },
  {
    reason: "the backend computes in 32-bit floats: other precisions are refused, not replaced",
    is: ({ what, exception }) => what.startsWith("precision=") && exception === null,
  },
  {
    reason: "there is one device: what Lightning allows on several is refused",
    is: ({ what, exception }) =>
      /\b(?:strategy|devices|num_nodes|sync_batchnorm|plugins|accelerator)=/.test(what) && exception === null,
  },
  {
    reason: "callbacks and loggers that the runtime does not have",
    is: ({ what }) => /\b(?:ModelPruning|SpikeDetection|Rich\w+|(?:Comet|MLFlow|Wandb|Neptune|Lit)Logger)\(/.test(what),
  },
  {
    reason: "a value of the wrong kind, which Lightning takes without looking, is refused at once",
    is: ({ what, exception, warnings }) =>
      exception === null && warnings.length === 0 && UNCHECKED.some((text) => text.test(what)),
  },
  {
    reason:
      "a method that begins with `on` or looks like a hook and is none is refused, since it would never be called",
    is: ({ what, exception }) => /^(?:module|model|callback) defines \w+$/.test(what) && exception === null,
  },
  {
    reason: "JavaScript does not tell 1.0 from 1, so that a whole number is a rate too",
    is: ({ what, exception }) => /\bswa_lrs=\[?\d+[,\])]/.test(what) && exception !== null,
  },
  {
    reason: "there is one device: callbacks do not say where they keep things",
    is: ({ what }) => /^\w+\(.*\bdevice=/.test(what),
  },
  {
    reason: "a loader of torch's says of itself that it shuffles when it has no order",
    is: ({ what, warnings }) =>
      /Iterable/.test(what) && warnings.some(({ text }) => /enabled \w+ dataloader shuffling/.test(text)),
  },
  {
    reason: "a parameter that must be given cannot be told from one that may be left out",
    is: ({ exception }) =>
      /^You provided only a single `\w+`, but have included `dataloader_idx`/.test(exception?.message ?? ""),
  },
  {
    reason: "torch's tensors can be iterated over, TensorFlow.js's cannot, so that they are no loaders",
    is: ({ what }) => /train_dataloaders=\[\[tensor/.test(what),
  },
  {
    reason: "the length of a CombinedLoader is known before it is gone through",
    is: ({ exception }) => /^Please call `iter\(combined_loader\)` first/.test(exception?.message ?? ""),
  },
];

/** Values that Lightning neither checks nor means: fractions of epochs, texts for numbers, numbers for objects. */
const UNCHECKED: readonly RegExp[] = [
  /\bfast_dev_run=(?:\d+\.\d|'\d)/,
  /\bm(?:ax|in)_(?:epochs|steps)=-?\d+\.\d/,
  /\baccumulate_grad_batches=(?:0|-|\d+\.\d|'|\{)/,
  /\bcheck_val_every_n_epoch=-/,
  /\b(?:profiler|logger|callbacks)=(?:\d|')/,
  /\bseed_everything\((?:\d+\.\d|')/,
  /\bmax_depth=(?:-[2-9]|')/,
  /\bswa_(?:lrs=\[\]|epoch_start=')/,
  /\bcallbacks=\d/,
  /\brefresh_rate=-/,
];

/** Why a case's mistake cannot be made here; null: it can. */
export function notHere(error: ErrorCase): string | null {
  return NOT_HERE.find(({ is }) => is(error))?.reason ?? null;
}
