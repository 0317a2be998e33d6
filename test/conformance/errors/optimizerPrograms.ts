import { ReduceLROnPlateau } from "../../../runtime/optim/index.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { type BoringModel, modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** Trains a model whose `configureOptimizers` gives this. */
export function configuring(make: (optimizer: SGD, model: BoringModel) => unknown): Promise<void> {
  return quietTrainer().fit(
    modelWith({
      configureOptimizers(this: BoringModel) {
        return make(new SGD(this.parameters(), { lr: 0.1 }), this);
      },
    }),
  );
}

/** A scheduler that cannot be saved. */
export class Unsaved {
  constructor(readonly optimizer: SGD) {}
  step(): void {}
}

/** A scheduler of another kind, which can be saved. */
export class Foreign extends Unsaved {
  stateDict(): object {
    return {};
  }
  loadStateDict(): void {}
}

/** Mistakes in what `configureOptimizers` gives. */
export const optimizerPrograms: Programs = {
  configure_optimizers_bad: () => configuring(() => 5),
  sched_dict_extra_key: () =>
    configuring((optimizer) => ({
      optimizer,
      lrScheduler: { scheduler: new StepLR(optimizer, { stepSize: 1 }), foo: 1 },
    })),
  sched_dict_no_scheduler: () => configuring((optimizer) => ({ optimizer, lrScheduler: { interval: "step" } })),
  plateau_no_monitor_dict: () =>
    configuring((optimizer) => ({ optimizer, lrScheduler: { scheduler: new ReduceLROnPlateau(optimizer) } })),
  plateau_no_monitor: () => configuring((optimizer) => ({ optimizer, lrScheduler: new ReduceLROnPlateau(optimizer) })),
  sched_foreign_optimizer: () =>
    configuring((optimizer, model) => [
      [optimizer],
      [new StepLR(new SGD(model.parameters(), { lr: 0.1 }), { stepSize: 1 })],
    ]),
  sched_not_stateful: () => configuring((optimizer) => [[optimizer], [new Unsaved(optimizer)]]),
  sched_custom_api: () => configuring((optimizer) => [[optimizer], [new Foreign(optimizer)]]),
};
