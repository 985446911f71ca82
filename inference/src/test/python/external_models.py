"""Writes the small models that the tests of org.heartwood.inference.external read.

Run with Python's torch and onnx (2.13 and 1.23 were used); needed only to change a fixture:
    python3 inference/src/test/python/external_models.py
"""

import json
import pathlib
import warnings

import numpy
import onnx
import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
folder = pathlib.Path(__file__).parents[1] / "resources/org/heartwood/inference/external"


class Small(nn.Module):
    """Two bands to two channels, mean and log-variance; sees 1 px around."""

    def __init__(self):
        super().__init__()
        self.near = nn.Conv2d(2, 4, 3, padding=1)
        self.head = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        return self.head(torch.relu(self.near(x)))


class Halved(Small):
    """Gives half of the rows and columns."""

    def forward(self, x):
        return torch.nn.functional.max_pool2d(super().forward(x), 2)


class Undefined(nn.Module):
    """Gives NaN where the first band is above its middle."""

    def forward(self, x):
        first = x[:, :1]
        return torch.cat([torch.sqrt(-first), first], 1)


class Two(Small):
    """Gives two tensors."""

    def forward(self, x):
        y = super().forward(x)
        return y, y


class Wide(nn.Module):
    """Gives the mean of all that it is shown: sees further than any halo."""

    def forward(self, x):
        return x.mean((1, 2, 3), keepdim=True) + torch.zeros_like(x)


def onnx_file(name, network, side, dynamic):
    axes = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(
        network,
        (torch.zeros(1, 2, side, side),),
        folder / name,
        dynamo=False,
        opset_version=17,
        input_names=["image"],
        output_names=["cover"],
        dynamic_axes={"image": axes, "cover": axes} if dynamic else None,
    )


torch.manual_seed(7)
small = Small().eval()
torch.jit.script(small).save(folder / "small.pt")
halved = Halved().eval()
halved.load_state_dict(small.state_dict())
torch.jit.trace(halved, torch.zeros(1, 2, 8, 8)).save(folder / "halved.pt")
torch.jit.script(Undefined()).save(folder / "undefined.pt")
two = Two().eval()
torch.jit.trace(two, torch.zeros(1, 2, 8, 8)).save(folder / "two.pt")
torch.jit.script(Small().double().eval()).save(folder / "double.pt")
torch.save(small.state_dict(), folder / "state_dict.pt")
torch.save(small.state_dict(), folder / "legacy.pt", _use_new_zipfile_serialization=False)
torch.export.save(torch.export.export(small, (torch.zeros(1, 2, 8, 8),)), folder / "exported.pt2")
onnx_file("small.onnx", small, 8, True)
onnx_file("fixed.onnx", small, 32, False)
onnx_file("wide.onnx", Wide().eval(), 32, False)

external = onnx.load(folder / "small.onnx")
onnx.external_data_helper.convert_model_to_external_data(
    external, all_tensors_to_one_file=True, location="weights.bin", size_threshold=0
)
onnx.save(external, folder / "external.onnx")
(folder / "weights.bin").unlink()
custom = onnx.load(folder / "small.onnx")
custom.graph.node[0].domain = "org.example.operators"
onnx.save(custom, folder / "custom.onnx")

x = torch.randn(1, 2, 8, 12)
with torch.inference_mode():
    y = small(x)
expected = {"input": x.flatten().tolist(), "output": y.flatten().tolist()}
(folder / "expected.json").write_text(json.dumps(expected) + "\n")
for path in sorted(folder.iterdir()):
    print(path.name, path.stat().st_size)
