import { functional as F, LightningModule, metrics, nn, optim, tf } from "lightning-runtime";

/** A batch of images `[batch, 8, 8, 1]` and their classes `[batch]`. */
type Batch = [images: tf.Tensor4D, labels: tf.Tensor1D];

/** A small convolutional network for handwritten digits. */
export class DigitsClassifier extends LightningModule {
  network = new nn.Sequential(
    new nn.Conv2d(1, 16, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(16, 32, 3, { padding: 1 }),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(4 * 4 * 32, 10),
  );
  valAcc = new metrics.Accuracy({ task: "multiclass", numClasses: 10 });
  testAcc = new metrics.Accuracy({ task: "multiclass", numClasses: 10 });
  readonly lr: number;

  constructor({ lr = 1e-3 } = {}) {
    super();
    this.lr = lr;
    this.saveHyperparameters({ lr });
    this.exampleInputArray = tf.zeros([1, 8, 8, 1]);
  }

  forward(images: tf.Tensor4D) {
    return this.network.forward(images);
  }

  trainingStep([images, labels]: Batch, batchIdx: number) {
    const logits = this.forward(images);
    const loss = F.crossEntropy(logits, labels);
    this.log("train_loss", loss, { progBar: true });
    return loss;
  }

  validationStep([images, labels]: Batch, batchIdx: number) {
    const logits = this.forward(images);
    this.valAcc.update(logits, labels);
    this.log("val_loss", F.crossEntropy(logits, labels), { progBar: true });
    this.log("val_acc", this.valAcc, { progBar: true });
  }

  testStep([images, labels]: Batch, batchIdx: number) {
    this.testAcc.update(this.forward(images), labels);
    this.log("test_acc", this.testAcc);
  }

  configureOptimizers() {
    return new optim.Adam(this.parameters(), { lr: this.lr });
  }
}
