import type { GoldenCase } from "./goldenCase.js";

/** What of PyTorch or Python a case may need that has no counterpart here: the reason, and how such a case is recognized by its contents. */
const NOT_APPLICABLE: readonly { readonly reason: string; readonly needs: (config: string) => boolean }[] = [
  {
    reason: "float64 tensors: TensorFlow.js has none",
    needs: (config) => config.includes('"dtype":"float64"') || /"precision":"?64/.test(config),
  },
  {
    reason: "`dataloader_iter` and TorchScript belong to PyTorch",
    needs: (config) => /dataloader_iter|torchscript/i.test(config),
  },
];

/** Why a case cannot be replayed here; null: it can. */
export function notApplicable({ config }: GoldenCase): string | null {
  const text = JSON.stringify(config);
  return NOT_APPLICABLE.find(({ needs }) => needs(text))?.reason ?? null;
}

/** Messages that are about PyTorch or Python alone. */
export const UNSAID: readonly { readonly reason: string; readonly message: RegExp }[] = [
  { reason: "torch.load's pickles: a checkpoint here is data", message: /^`weights_only` was not set/ },
  {
    reason: "sharded layers",
    message: /^You're using the WeightAveraging callback with a model that overrides the configure_model/,
  },
  { reason: "a signal is announced when it arrives, not when its error passes", message: /Detected KeyboardInterrupt/ },
];
