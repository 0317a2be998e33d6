import { modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** Trainers whose options the case's text gives in English. */
export const trainerPrograms: Programs = {
  max_epochs_unset: () => quietTrainer({ maxEpochs: null, maxTime: "00:00:00:00" }).fit(modelWith()),
  max_epochs_unset_no_timer: () =>
    quietTrainer({ maxEpochs: null }).fit(
      modelWith({
        onTrainBatchStart(this: ReturnType<typeof modelWith>) {
          this.trainer.shouldStop = true;
        },
      }),
    ),
  check_val_none_default: () => quietTrainer({ checkValEveryNEpoch: null }).fit(modelWith()),
};
