import type { NnCase } from "./nnCase.js";

/** What a case of torch.nn may be that has no counterpart here: the reason, and how it is recognized by its contents. */
const NOT_APPLICABLE: readonly { readonly reason: string; readonly needs: (module: string) => boolean }[] = [
  {
    reason:
      "three-dimensional images, lazy layers, unpooling, padding and resizing layers, cells and decoders: not in the runtime",
    needs: (module) =>
      /"class":"(?:Lazy\w+|(?!Dropout)\w+3d|ConvTranspose1d|\w*Max(?:Unp|AdaptiveP|FractionalP)ool\w*|AdaptiveMaxPool\w+|AdaptiveAvgPool1d|LPPool\w+|\w+Pad[123]d|Upsample|Pixel\w+huffle|(?:Un)?[Ff]old|\w+Cell|Transformer(?:Decoder\w*)?)"/.test(
        module,
      ),
  },
  {
    reason:
      "layers for several devices, pruned vocabularies and bags of words, and norms beside those of the issue: not in the runtime",
    needs: (module) =>
      /"class":"(?:SyncBatchNorm|EmbeddingBag|AdaptiveLogSoftmaxWithLoss|CTCLoss|InstanceNorm\w+|LocalResponseNorm|CrossMapLRN2d|RMSNorm|Parameter(?:List|Dict))"/.test(
        module,
      ),
  },
  {
    reason: "max pooling gives the values, not the places of the maxima",
    needs: (module) => module.includes('"return_indices":true'),
  },
];

/** Why a case cannot be run here; null: it can. */
export function nnNotApplicable(golden: NnCase): string | null {
  const module = "module" in golden ? JSON.stringify(golden.module) : "";
  return NOT_APPLICABLE.find(({ needs }) => needs(module))?.reason ?? null;
}
