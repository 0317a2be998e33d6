"""The same three models in PyTorch Lightning with the Trainer's defaults.

Without arguments: for each name that comes on standard input, one round's milliseconds a step, as a line.
With `start`: the time of the first training step in milliseconds since 1970, and no more.
"""

import sys
import time

import lightning.pytorch as pl
import torch
from torch import nn
from torch.nn import functional as F

BATCH_SIZE = 64
CLASSES = 10


class Line(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(32, 2)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.mse_loss(self.layer(x), y)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.01)


class Classifier(pl.LightningModule):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self.net(x), y)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, CLASSES))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.ReLU(),
        nn.Linear(128, CLASSES),
    )


def classes():
    return torch.randint(CLASSES, [BATCH_SIZE])


MODELS = {
    "tiny": (Line, lambda: (torch.randn(1, 32), torch.randn(1, 2))),
    "mlp": (lambda: Classifier(mlp()), lambda: (torch.randn(BATCH_SIZE, 784), classes())),
    "cnn": (lambda: Classifier(cnn()), lambda: (torch.randn(BATCH_SIZE, 1, 28, 28), classes())),
}


class Batches:
    """One batch again and again; knows when the measured steps began and ended."""

    def __init__(self, batch, warm_up, steps):
        self.batch, self.warm_up, self.steps = batch, warm_up, steps
        self.begin = self.end = 0.0

    def __len__(self):
        return self.warm_up + self.steps + 2

    def __iter__(self):
        # Lightning fetches a batch ahead: when batch i is asked for, step i - 2 has ended.
        for i in range(len(self)):
            if i == self.warm_up + 1:
                self.begin = time.perf_counter()
            if i == self.warm_up + self.steps + 1:
                self.end = time.perf_counter()
            yield self.batch


def milliseconds(name, warm_up, steps, folder):
    model, batch = MODELS[name]
    batches = Batches(batch(), warm_up, steps)
    pl.Trainer(max_epochs=1, default_root_dir=folder).fit(model(), batches)
    return (batches.end - batches.begin) * 1000 / steps


class FirstStep(Line):
    def training_step(self, batch, batch_idx):
        print("first step at", time.time() * 1000, file=RESULTS, flush=True)
        sys.exit()


# Lightning's bar and messages go elsewhere.
RESULTS = sys.stdout
sys.stdout = sys.stderr

if sys.argv[1:2] == ["start"]:
    pl.Trainer(max_epochs=1, default_root_dir=sys.argv[2]).fit(FirstStep(), Batches(MODELS["tiny"][1](), 0, 2))
else:
    print(
        f"torch {torch.__version__}, lightning {pl.__version__}",
        file=RESULTS,
        flush=True,
    )
    for line in sys.stdin:
        name, warm_up, steps, folder = line.strip().split("\t")
        print(milliseconds(name, int(warm_up), int(steps), folder), file=RESULTS, flush=True)
