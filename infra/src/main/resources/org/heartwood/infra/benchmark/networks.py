"""Makes the networks and the inputs of the benchmark in the folder given."""

import pathlib
import sys
import warnings

import numpy
import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def pair(channels_in, channels):
    """Two convolutions with batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU())


class Network(nn.Module):
    """A U-Net of 1.93 million weights: six bands to two, 32 channels, three halvings."""

    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.down3 = pair(6, 32), pair(32, 64), pair(64, 128)
        self.middle = pair(128, 256)
        self.up3, self.up2 = nn.ConvTranspose2d(256, 128, 2, 2), nn.ConvTranspose2d(128, 64, 2, 2)
        self.up1 = nn.ConvTranspose2d(64, 32, 2, 2)
        self.join3, self.join2, self.join1 = pair(256, 128), pair(128, 64), pair(64, 32)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Conv2d(32, 2, 1)

    def forward(self, x):
        one = self.down1(x)
        two = self.down2(self.pool(one))
        three = self.down3(self.pool(two))
        y = self.join3(torch.cat([self.up3(self.middle(self.pool(three))), three], 1))
        y = self.join2(torch.cat([self.up2(y), two], 1))
        return self.head(self.join1(torch.cat([self.up1(y), one], 1)))


folder = pathlib.Path(sys.argv[1])
torch.manual_seed(1)
network = Network().eval()
for layer in network.modules():
    if isinstance(layer, nn.BatchNorm2d):
        layer.running_mean.uniform_(-0.2, 0.2)
        layer.running_var.uniform_(0.5, 1.5)
(folder / "torchscript").mkdir(exist_ok=True)
(folder / "onnx").mkdir(exist_ok=True)
torch.jit.freeze(torch.jit.script(network)).save(folder / "torchscript/network.pt")
axes = {0: "batch", 2: "height", 3: "width"}
torch.onnx.export(
    network, (torch.zeros(1, 6, 64, 64),), folder / "onnx/network.onnx", dynamo=False,
    opset_version=17, input_names=["image"], output_names=["logits"],
    dynamic_axes={"image": axes, "logits": axes})
random = numpy.random.default_rng(1)
random.normal(size=(4, 6, 256, 256)).astype("<f4").tofile(folder / "input.bin")
random.uniform(0.2, 0.9, size=(4, 1, 256, 256)).astype("<f4").tofile(folder / "ndvi.bin")
