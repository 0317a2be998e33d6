// A fit of one batch whose every hook is recorded: who was called, inside what.

/** @returns a line for each call. */
export async function recordFit(runtime) {
  const { HOOKS, MODULE_METHODS, Trainer, tf } = runtime;
  const lines = [];
  let depth = 0;
  const around = (owner, name, work) => {
    lines.push(`${"  ".repeat(depth)}${owner} ${name}`);
    depth++;
    const end = () => {
      depth--;
    };
    let result;
    try {
      result = work();
    } catch (error) {
      end();
      throw error;
    }
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.finally(end);
  };
  const ofModule = [...namesOf(HOOKS, "module"), ...Object.keys(MODULE_METHODS)];
  const module = new (recording(model(runtime), "M", ofModule.filter(isInFit), around))();
  const callback = new (recording(runtime.Callback, "C", namesOf(HOOKS, "callbacks").filter(isInFit), around))();
  const data = new (recording(loaders(runtime), "D", DATA_METHODS, around))();
  const trainer = new Trainer({
    maxEpochs: 1,
    numSanityValSteps: 1,
    callbacks: [callback],
    ...{ logger: false, enableCheckpointing: false, enableProgressBar: false, enableModelSummary: false },
  });
  const { log } = console;
  console.log = () => {};
  try {
    await trainer.fit(module, data);
  } finally {
    console.log = log;
    for (const parameter of module.parameters()) tf.dispose(parameter);
  }
  return lines;
}

const DATA_METHODS = ["prepareData", "setup", "trainDataloader", "valDataloader", "teardown"];

/** Hooks that keep the page short: the three of the batch transfer, and the loaders, which the data module has. */
function isInFit(name) {
  return !/BatchTransfer|BatchToDevice|Dataloader$|^configureCallbacks$|^predict|^test/.test(name);
}

function namesOf(hooks, owner) {
  return Object.entries(hooks).flatMap(([name, { owners }]) => (owners.includes(owner) ? [name] : []));
}

/** A subclass whose methods note that they are called, and do what they did before. */
function recording(Base, owner, names, around) {
  class Recording extends Base {}
  for (const name of names) {
    const before = Base.prototype[name];
    Object.defineProperty(Recording.prototype, name, {
      value(...args) {
        return around(owner, name, () => before?.apply(this, args));
      },
    });
  }
  return Recording;
}

function model({ LightningModule, nn, optim, tf }) {
  return class extends LightningModule {
    layer = new nn.Linear(1, 1);
    trainingStep(batch) {
      return tf.mean(this.layer.forward(batch));
    }
    validationStep() {}
    onValidationModelEval() {
      this.eval();
    }
    onValidationModelTrain() {
      this.train();
    }
    configureOptimizers() {
      const optimizer = new optim.SGD(this.parameters(), { lr: 0.1 });
      return [[optimizer], [new optim.StepLR(optimizer, { stepSize: 1 })]];
    }
  };
}

function loaders({ LightningDataModule, tf }) {
  const one = () => ({
    length: 1,
    *[Symbol.iterator]() {
      yield tf.ones([1, 1]);
    },
  });
  return class extends LightningDataModule {
    trainDataloader() {
      return one();
    }
    valDataloader() {
      return one();
    }
  };
}
