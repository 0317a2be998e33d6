import "../../onCpu.js";
import { expect, test } from "vitest";
import { ChainedScheduler, ExponentialLR, ReduceLROnPlateau, SequentialLR } from "../../../../runtime/optim/index.js";
import type { SGD } from "../../../../runtime/optim/sgd.js";
import { sgd } from "./ratePicture.js";

test.each<[string, (optimizer: SGD, decay: ExponentialLR) => unknown, string]>([
  [
    "an empty sequence",
    (optimizer) => new SequentialLR(optimizer, { schedulers: [], milestones: [] }),
    "SequentialLR needs at least one scheduler, and its list is empty.",
  ],
  [
    "an empty chain",
    () => new ChainedScheduler([]),
    "ChainedScheduler needs at least one scheduler, and its list is empty.",
  ],
  [
    "as many milestones as schedulers",
    (optimizer, decay) => new SequentialLR(optimizer, { schedulers: [decay], milestones: [3] }),
    "SequentialLR: there are 1 schedulers and 1 `milestones`; give one milestone fewer than schedulers.",
  ],
  [
    "a scheduler that needs a metric",
    (optimizer, decay) => new ChainedScheduler([decay, new ReduceLROnPlateau(optimizer)]),
    "ChainedScheduler does not support the ReduceLROnPlateau at index 1, whose step needs a metric. Give it to the Trainer beside the others.",
  ],
  [
    "a scheduler of another optimizer",
    (_optimizer, decay) => new SequentialLR(sgd(1), { schedulers: [decay], milestones: [] }),
    "SequentialLR: the ExponentialLR at index 0 is of another optimizer. All must be of the same one.",
  ],
  [
    "something else",
    (_optimizer, decay) => new ChainedScheduler([decay, "StepLR" as never]),
    "ChainedScheduler: what is at index 1 of its list is no learning-rate scheduler.",
  ],
  [
    "a chain that is to begin at a milestone",
    (optimizer, decay) => {
      const schedulers = [decay, new ChainedScheduler([new ExponentialLR(optimizer, { gamma: 0.9 })])];
      new SequentialLR(optimizer, { schedulers, milestones: [1] }).step();
    },
    "SequentialLR: a ChainedScheduler can only come first, because it cannot begin again at a milestone. Put its schedulers in the list themselves.",
  ],
])("%s is refused", (_what, mistake, message) => {
  const optimizer = sgd(1);
  expect(() => mistake(optimizer, new ExponentialLR(optimizer, { gamma: 0.9 }))).toThrow(message);
});
