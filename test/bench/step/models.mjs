// The three models of the benchmark, as a user of the runtime writes them.
import { functional as F, LightningModule, nn, optim } from "../../../runtime/dist/index.js";
import { CLASSES } from "./batches.mjs";

class Line extends LightningModule {
  layer = new nn.Linear(32, 2);

  trainingStep([x, y]) {
    return F.mseLoss(this.layer.forward(x), y);
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.01 });
  }
}

class Classifier extends LightningModule {
  constructor(net) {
    super();
    this.net = net;
  }

  trainingStep([x, y]) {
    return F.crossEntropy(this.net.forward(x), y);
  }

  configureOptimizers() {
    return new optim.Adam(this.parameters(), { lr: 1e-3 });
  }
}

const mlp = () => new nn.Sequential(new nn.Linear(784, 256), new nn.ReLU(), new nn.Linear(256, CLASSES));

const cnn = () =>
  new nn.Sequential(
    new nn.Conv2d(1, 32, 3),
    new nn.ReLU(),
    new nn.Conv2d(32, 64, 3),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(9216, 128),
    new nn.ReLU(),
    new nn.Linear(128, CLASSES),
  );

/** Steps are those that are measured in a round; as many as make it long against what a clock and a garbage collector do. */
export const MODELS = {
  tiny: { steps: 400, make: () => new Line() },
  mlp: { steps: 150, make: () => new Classifier(mlp()) },
  cnn: { steps: 15, make: () => new Classifier(cnn()) },
};
