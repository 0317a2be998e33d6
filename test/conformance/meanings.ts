import { camel } from "./names.js";

/**
 * One thing that Lightning and this runtime both say, each in its own words. Where the text is Lightning's with our names no entry is needed.
 * Capture groups are what must agree: names, numbers.
 */
interface Meaning {
  readonly lightning: RegExp;
  readonly ours: RegExp;
}

/** Errors and messages whose words differ. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  "log is not allowed here": {
    lightning: /^You can't `self\.log\(\)` inside `(\w+)`/,
    ours: /^You can't `this\.log\(".*", …\)` inside `(\w+)`/,
  },
  "log needs a step or an epoch": {
    lightning: /^`self\.log\(on_step=False, on_epoch=False\)` is not useful/,
    ours: /onStep: false, onEpoch: false/,
  },
  "no step value in this hook": {
    lightning: /^You can't `self\.log\(on_step=True\)` inside `(\w+)`/,
    ours: /^You can't `this\.log\(.*, \{ onStep: true \}\)` inside `(\w+)`/,
  },
  "step without a loss": {
    lightning: /^`training_step` returned `None`/,
    ours: /^`trainingStep` returned nothing/,
  },
  "share is less than a batch": {
    lightning: /^You requested to check ([\d.]+) of the `(\w+)` but [\d.]+ \* (\d+) < 1/,
    ours: /^You requested to check ([\d.]+) of the `(\w+)` but [\d.]+ \* (\d+) < 1/,
  },
  "no share of an unknown length": {
    lightning: /^When using an `IterableDataset`, `Trainer\((\w+)\)` must be `1\.0` or an int/,
    ours: /^The `\w+` has no length, so `(\w+)=[\d.]+` cannot be a share of it/,
  },
  "no validation after a share of an unknown length": {
    lightning: /^When using an IterableDataset for `train_dataloader`, `Trainer\(val_check_interval\)` must be/,
    ours: /^The train loader has no length, so `valCheckInterval=/,
  },
  "validation interval is longer than the epoch": {
    lightning:
      /^\s*`val_check_interval` \((\d+)\) must be less than or equal to the number of the training batches \((\d+)\)/,
    ours: /^`valCheckInterval` \((\d+)\) must be less than or equal to the number of the training batches \((\d+)\)/,
  },
  "accumulation is set twice": {
    lightning: /^You have set `accumulate_grad_batches` and are using the `GradientAccumulationScheduler`/,
    ours: /^You have set `accumulateGradBatches: \d+` and are using the GradientAccumulationScheduler/,
  },
  "loader is missing": {
    lightning: /^`(\w+)` must be implemented to be used with the Lightning Trainer/,
    ours: /^`(\w+)` must be implemented to be used with the Trainer/,
  },
  "method is missing": {
    lightning: /^No `(\w+)\(\)` method defined/,
    ours: /^(?:\w+ has no|No) `(\w+)\(\)` method/,
  },
  "unknown interval of a scheduler": {
    lightning: /^The "interval" key in lr scheduler dict must be "step" or "epoch" but is "(\w+)"/,
    ours: /^The key `interval` in an lr scheduler config must be "step" or "epoch", and it is "(\w+)"/,
  },
  "not in manual optimization": {
    lightning: /^Automatic gradient \w+ is not supported for manual optimization\. Remove `Trainer\((\w+)=([\d.]+)\)`/,
    ours: /^`new Trainer\(\{ (\w+): ([\d.]+) \}\)` cannot work with manual optimization/,
  },
  "no epoch value in this hook": {
    lightning: /^You can't `self\.log\(on_epoch=False\)` inside `(\w+)`/,
    ours: /^You can't `this\.log\(.*, \{ onEpoch: false \}\)` inside `(\w+)`/,
  },
  "checkpoint is not there": {
    lightning: /^Checkpoint file not found: (?:.*[\\/])?(\S+?)(?:\.ckpt|\.safetensors)?$/,
    ours: /^Checkpoint file not found: (?:.*[\\/])?(\S+?)(?:\.safetensors)?\. Give the path/,
  },
  "braces of a filename do not pair": {
    lightning:
      /^(?:unexpected '\{' in field name|Single '[{}]' encountered in format string|expected '\}' before end of string|Empty attribute in format string)$/,
    ours: /^The checkpoint's filename `.*` (?:cannot be filled in|has braces without a name)/s,
  },
  "scheduler steps before its optimizer": {
    lightning: /^Detected call of `lr_scheduler\.step\(\)` before `optimizer\.step\(\)`/,
    ours: /^Detected call of `lrScheduler\.step\(\)` before `optimizer\.step\(\)`/,
  },
  "unknown reduction": {
    lightning: /^Only `self\.log\(\.\.\., reduce_fx=[\s\S]*Found: (\w+)/,
    ours: /^`this\.log\(.*reduceFx: "(\w+)"/,
  },
  "logged twice differently": {
    lightning: /^You called `self\.log\((.+), \.\.\.\)` twice in `(\w+)(?:\.\d+)?` with different arguments/,
    ours: /^You called `this\.log\("(.+)", …\)` twice in `(\w+)` with different arguments/,
  },
  "dataloader index in the name": {
    lightning:
      /^You called `self\.log` with the key `(.+?)` but it should not contain information about `dataloader_idx`/,
    ours: /^You called `this\.log` with the key `(.+?)`, but `\/dataloader_idx_N` is added/,
  },
  "logged tensor has several elements": {
    lightning: /^`self\.log\((.+), tensor\(\[.*the tensor must have a single element/,
    ours: /^`this\.log\("(.+)", …\)` was called with a tensor of shape/,
  },
  "whole number is converted": {
    lightning: /^You called `self\.log\('(.+)', \.\.\.\)` in your `(\w+)(?:\.\d+)?` but the value needs to be floating/,
    ours: /^`this\.log\("(.+)", …\)` in `(\w+)` was given (?:an int32|a bool) tensor/,
  },
  "hyperparameters conflict": {
    lightning: /^Error while merging hparams: the keys \['(\w+)'\]/,
    ours: /^Error while merging hparams: .*`(\w+)`/,
  },
  "plateau metric is missing": {
    lightning: /^ReduceLROnPlateau conditioned on metric (\S+) which is not available\. Available/,
    ours: /^ReduceLROnPlateau conditioned on metric (\S+) which is not available\. Available/,
  },
  "plateau metric is missing, step skipped": {
    lightning: /^ReduceLROnPlateau conditioned on metric (\S+) which is not available but strict/,
    ours: /^ReduceLROnPlateau conditioned on metric (\S+) which is not available but `?strict/,
  },
  "plateau needs a monitor": {
    lightning: /must include a monitor when a `ReduceLROnPlateau` scheduler is used/,
    ours: /`?monitor`?.*ReduceLROnPlateau|ReduceLROnPlateau.*`?monitor/,
  },
  "combined mode is refused": {
    lightning: /^`_FitLoop` does not support the `CombinedLoader\(mode="(\w+)"\)` mode/,
    ours: /^Training does not support .*CombinedLoader.*"(\w+)"/,
  },
  "predict takes loaders one after another": {
    lightning: /^`trainer\.predict\(\)` only supports the `CombinedLoader\(mode="sequential"\)` mode/,
    ours: /^`?[Pp]redict.*CombinedLoader/,
  },
  "learning rates need a logger": {
    lightning: /^Cannot use `LearningRateMonitor` callback with `Trainer` that has no logger/,
    ours: /LearningRateMonitor.*logger/s,
  },
  "checkpoint is beyond maxEpochs": {
    lightning: /^You restored a checkpoint with current_epoch=(\d+), but you have set Trainer\(max_epochs=(\d+)\)/,
    ours: /^You restored a checkpoint with currentEpoch=(\d+), but .*maxEpochs\D*(\d+)/,
  },
  "checkpoint has only weights": {
    lightning: /Trying to restore optimizer state but checkpoint contains only the model/,
    ours: /Trying to restore .*(?:only the|only) (?:model|weights)|only (?:the )?(?:model|weights)/,
  },
  "early stopping metric is missing": {
    lightning: /^Early stopping conditioned on metric `(.+?)` which is not available/,
    ours: /^(?:Early stopping|EarlyStopping).*?`(.+?)`.*not (?:available|logged)/,
  },
  "no optimizer": {
    lightning: /^`LightningModule\.configure_optimizers` returned `None`/,
    ours: /`configureOptimizers` returned (?:null|nothing)/i,
  },
  "no validation loader": {
    lightning: /^You defined a `validation_step` but have no `val_dataloader`/,
    ours: /^You defined a `validationStep` but have no `valDataloader`/,
  },
  "logging interval is longer than the epoch": {
    lightning:
      /^The number of training batches \((\d+)\) is smaller than the logging interval Trainer\(log_every_n_steps=(\d+)\)/,
    ours: /^The number of training batches \((\d+)\) is smaller than the logging interval.*logEveryNSteps\D*(\d+)/,
  },
  "batch hook in both": {
    lightning: /^You have overridden `(\w+)` in both `LightningModule` and `LightningDataModule`/,
    ours: /`(\w+)`.*both.*data module|`(\w+)` in both/i,
  },
  "not shuffled": {
    lightning: /^You requested to overfit but enabled (\w+) dataloader shuffling/,
    ours: /^You requested to overfit but enabled (\w+) dataloader shuffling/,
  },
  "loader is not resumable": {
    lightning:
      /^You're resuming from a checkpoint that ended before the epoch ended and your dataloader is not resumable/,
    ours: /^You're resuming from a checkpoint that ended before the epoch ended|loader.*(?:not resumable|cannot resume|stateDict)/,
  },
  "development run": {
    lightning: /^Running in `fast_dev_run` mode: will run the requested loop using (\d+) batch/,
    ours: /^Running in `fastDevRun` mode: will run the requested loop using (\d+) batch/,
  },
  "checkpoint folder is not empty": {
    lightning: /^Checkpoint directory (\S+) exists and is not empty/,
    ours: /^Checkpoint directory ([\s\S]+?) exists and is not empty/,
  },
  "saved on exception": {
    lightning: /^An RuntimeError was raised with message:\s+(\w+), saved checkpoint to (.*)$/,
    ours: /^An Error was raised with message:\s+(\w+), saved checkpoint to (.*)$/,
  },
  "stop signal has to wait": {
    lightning:
      /^Trainer was signaled to stop but the required `min_epochs=(\w+)` or `min_steps=(\w+)` has not been met/,
    ours: /^Trainer was signaled to stop but the required `minEpochs=(\w+)` or `minSteps=(\w+)` has not been met/,
  },
  "best model is used": {
    lightning: /^`\.(\w+)\(ckpt_path=None\)` was called without a model\. The best model/,
    ours: /^`(?:trainer)?\.(\w+)\(.*\)` was called without a model\. The best model/,
  },
  "last model is used": {
    lightning: /^`\.fit\(ckpt_path=None\)` was called without a model\. The last model/,
    ours: /was called without a model\. The last model/,
  },
  "no last checkpoint": {
    lightning: /^\.fit\(ckpt_path="last"\) is set, but there is no last checkpoint/,
    ours: /ckptPath.*"last".*no last checkpoint/,
  },
  "manual optimization and every n steps": {
    lightning: /^Using ModelCheckpoint with manual optimization and every_n_train_steps/,
    ours: /^(?:Using )?ModelCheckpoint.*manual optimization.*everyNTrainSteps|manual optimization and `?everyNTrainSteps/,
  },
  "hooks run once for several batches": {
    lightning: /^When using `Trainer\(accumulate_grad_batches != 1\)` and overriding `LightningModule\.optimizer_/,
    ours: /accumulateGradBatches.*overrid.*optimizer(?:Step|ZeroGrad)|When using `Trainer\(\{ accumulateGradBatches/,
  },
  "more epochs than anybody wants": {
    lightning: /^`max_epochs` was not set\. Setting it to 1000/,
    ours: /^`maxEpochs` was not set\. Setting it to 1000/,
  },
  "log wants a logger": {
    lightning: /^You called `self\.log\('(\w+)', \.\.\., logger=True\)` but have no logger/,
    ours: /^You called `this\.log\("(\w+)", …, \{ logger: true \}\)` but have no logger/,
  },
  "log before a trainer": {
    lightning: /^You are trying to `self\.log\(\)` but the `self\.trainer` reference is not registered/,
    ours: /^`this\.log\(.*\)` was called before a Trainer was attached/,
  },
  "batch size is ambiguous": {
    lightning: /ambiguous collection\. The batch size we found is (\d+)/,
    ours: /ambiguous collection\. The batch size we found is (\d+)/,
  },
  "nothing to load": {
    lightning: /^Total length of `\w+` across ranks is zero/,
    ours: /^The \w+ of `\w+` has no batches/,
  },
  "evaluation shuffles": {
    lightning: /^Your `(\w+)`'s sampler has shuffling enabled/,
    ours: /^Your `(\w+)` shuffles/,
  },
  "parts in evaluation mode": {
    lightning: /^Found (\d+) module\(s\) in eval mode at the start of training/,
    ours: /^Found (\d+) module\(s\) in eval mode at the start of training/,
  },
  "barebones does without it": {
    lightning: /^`Trainer\(barebones=True, (\w+)=/,
    ours: /^`new Trainer\(\{ barebones: true, (\w+):/,
  },
  "barebones is on": {
    lightning: /^You are running in `Trainer\(barebones=True\)` mode/,
    ours: /^Running in `barebones` mode/,
  },
  "barebones has no bar": {
    lightning: /^`Trainer\(barebones=True\)` started running\. The progress bar is disabled/,
    ours: /^The run in `barebones` mode has begun\. There is no progress bar/,
  },
  "barebones logs nothing": {
    lightning: /^You are trying to `self\.log\(\)` but `Trainer\(barebones=True\)` is configured/,
    ours: /^`this\.log` does nothing in `barebones` mode/,
  },
  "metric has no update": {
    lightning: /^The ``compute`` method of metric (\w+) was called before the ``update`` method/,
    ours: /^The `compute` method of metric (\w+) was called before the `update` method/,
  },
  "callbacks are replaced": {
    lightning: /^The following callbacks returned in `LightningModule\.configure_callbacks` will override.*: (.+)$/,
    ours: /^The following callbacks returned in `\w+\.configureCallbacks` will override.*: (.+)$/,
  },
  "unknown keys of a scheduler": {
    lightning: /^Found unsupported keys in the lr scheduler dict: \{'(\w+)'\}/,
    ours: /^Found unsupported keys in the lr scheduler config: (\w+)/,
  },
};

/** The meaning of a message with what it names, the same for Lightning's words and for ours; null: it has no entry. */
export function sameMeaning(message: string): string | null {
  for (const [name, { lightning, ours }] of Object.entries(MEANINGS)) {
    const match = lightning.exec(message) ?? ours.exec(message);
    if (match === null) continue;
    const named = match.slice(1).flatMap((part) => (part === undefined ? [] : [plainName(part)]));
    return [name, ...named].join(" | ");
  }
  return null;
}

function plainName(text: string): string {
  return text === "None" ? "null" : camel(text).replaceAll(".ckpt", ".safetensors");
}
