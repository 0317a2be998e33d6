import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import * as nn from "../../../runtime/nn/index.js";

/** The recorded models by their names, in the runtime's terms: images are channels-last. */
export const MODELS: Readonly<Record<string, () => LightningModule>> = {
  autoencoder: () => new LitAutoEncoder(),
  autoencoder_example_input: () => new LitAutoEncoder(tf.zeros([2, 28 * 28])),
  mlp_batchnorm: () => new MLPBatchNorm(tf.zeros([10, 256])),
  mlp_batchnorm_no_example: () => new MLPBatchNorm(),
  small_cnn: () => new SmallCNN(),
  shared_layer: () => new SharedLayer(),
  frozen: () => new Frozen(),
  nested: () => new Nested(),
  other_params: () => new OtherParams(),
  no_params: () => new NoParams(),
  empty: () => new Empty(),
  lazy: () => new Lazy(),
  multi_input: () => new MultiInput(),
  dict_input: () => new DictInput(),
  lstm: () => new LSTMModel(),
  big_counts: () => new Big(),
};

class LitAutoEncoder extends LightningModule {
  encoder = new nn.Sequential(new nn.Linear(28 * 28, 64), new nn.ReLU(), new nn.Linear(64, 3));
  decoder = new nn.Sequential(new nn.Linear(3, 64), new nn.ReLU(), new nn.Linear(64, 28 * 28));

  constructor(example: tf.Tensor | null = null) {
    super();
    this.exampleInputArray = example;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.decoder.forward(this.encoder.forward(x));
  }
}

class MLPBatchNorm extends LightningModule {
  net = new nn.Sequential(
    new nn.Linear(256, 512),
    new nn.BatchNorm1d(512),
    new nn.ReLU(),
    new nn.Dropout(0.1),
    new nn.Linear(512, 10),
  );
  loss = new nn.CrossEntropyLoss();

  constructor(example: tf.Tensor | null = null) {
    super();
    this.exampleInputArray = example;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.net.forward(x);
  }
}

class SmallCNN extends LightningModule {
  conv1 = new nn.Conv2d(1, 32, 3);
  conv2 = new nn.Conv2d(32, 64, 3);
  pool = new nn.MaxPool2d(2);
  drop = new nn.Dropout(0.25);
  fc1 = new nn.Linear(9216, 128);
  fc2 = new nn.Linear(128, 10);
  override exampleInputArray = tf.zeros([4, 28, 28, 1]);

  override forward(image: tf.Tensor4D): tf.Tensor {
    const x = this.pool.forward(tf.relu(this.conv2.forward(tf.relu(this.conv1.forward(image)))));
    return this.fc2.forward(tf.relu(this.fc1.forward(this.drop.forward(x).reshape([4, 9216]))));
  }
}

class SharedLayer extends LightningModule {
  a = new nn.Linear(10, 10);
  b = this.a;
  block1 = new nn.Sequential(this.a, new nn.ReLU());
  block2 = new nn.Sequential(this.a, new nn.Linear(10, 2));
  override exampleInputArray = tf.zeros([3, 10]);

  override forward(x: tf.Tensor): tf.Tensor {
    return this.block2.forward(this.block1.forward(this.b.forward(x)));
  }
}

class Frozen extends LightningModule {
  backbone = new nn.Sequential(new nn.Linear(32, 64), new nn.ReLU(), new nn.Linear(64, 16));
  head = new nn.Linear(16, 4);
  override exampleInputArray = tf.zeros([5, 32]);

  constructor() {
    super();
    this.backbone.requiresGrad(false).eval();
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.head.forward(this.backbone.forward(x));
  }
}

class Inner extends nn.Module {
  lin: nn.Linear;
  act: nn.ReLU;

  constructor(size: number) {
    super();
    this.lin = new nn.Linear(size, size);
    this.act = new nn.ReLU();
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.act.forward(this.lin.forward(x));
  }
}

class Mid extends nn.Module {
  first: Inner;
  second: Inner;

  constructor(size: number) {
    super();
    this.first = new Inner(size);
    this.second = new Inner(size);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.second.forward(this.first.forward(x)).add(x);
  }
}

class Nested extends LightningModule {
  stem = new nn.Linear(8, 16);
  body = new nn.ModuleList([new Mid(16), new Mid(16)]);
  head = new nn.Linear(16, 1);
  override exampleInputArray = tf.zeros([7, 8]);

  override forward(x: tf.Tensor): tf.Tensor {
    let y = this.stem.forward(x);
    for (const mid of this.body) y = (mid as Mid).forward(y);
    return this.head.forward(y);
  }
}

class OtherParams extends LightningModule {
  layer = new nn.Linear(4, 4);
  scale = new nn.Parameter(tf.ones([4]));
  shift = new nn.Parameter(tf.zeros([4]), false);

  override forward(x: tf.Tensor): tf.Tensor {
    return this.layer.forward(x).mul(this.scale);
  }
}

class NoParams extends LightningModule {
  act = new nn.ReLU();
}

class Empty extends LightningModule {}

/** Torch makes the parameters of a lazy layer when it first runs; until then it is a layer without any. */
class LazyLinear extends nn.Module {}

class Lazy extends LightningModule {
  l = new LazyLinear();
  m = new nn.Linear(5, 2);
}

class MultiInput extends LightningModule {
  a = new nn.Linear(3, 4);
  b = new nn.Linear(5, 4);
  unused = new nn.Linear(2, 2);
  override exampleInputArray = [tf.zeros([2, 3]), tf.zeros([2, 5])];

  override forward(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
    return this.a.forward(x).add(this.b.forward(y));
  }
}

class DictInput extends LightningModule {
  a = new nn.Linear(3, 4);
  override exampleInputArray = { x: tf.zeros([2, 3]) };

  override forward({ x }: { readonly x: tf.Tensor }): tf.Tensor {
    return this.a.forward(x);
  }
}

class LSTMModel extends LightningModule {
  emb = new nn.Embedding(100, 16);
  lstm = new nn.LSTM(16, 32, { numLayers: 2, batchFirst: true });
  out = new nn.Linear(32, 100);
  override exampleInputArray = tf.zeros([2, 7], "int32");

  override forward(words: tf.Tensor): tf.Tensor {
    const [hidden] = this.lstm.forward(this.emb.forward(words));
    return this.out.forward(hidden);
  }
}

class Big extends LightningModule {
  a = new nn.Linear(1000, 999, { bias: false });
  b = new nn.Linear(1000, 1000, { bias: false });
  c = new nn.Linear(4096, 4096);
  d = new nn.Linear(99, 10, { bias: false });
  e = new nn.Linear(100, 10, { bias: false });
}
