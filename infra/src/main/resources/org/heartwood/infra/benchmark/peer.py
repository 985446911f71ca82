"""Predicts a batch in PyTorch whenever a line comes in; prints seconds, CPU seconds, MB, a file."""

import json
import pathlib
import struct
import sys
import time
import warnings

import numpy
import torch
from torch import nn
from torch.nn import functional

warnings.filterwarnings("ignore")
folder, side, threads = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
torch.set_num_threads(threads)


def tensors():
    """The built-in model's weights."""
    raw = (folder / "member.safetensors").read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    found = {}
    for name, entry in json.loads(raw[8:start]).items():
        first, last = entry["data_offsets"]
        values = numpy.frombuffer(raw[start + first:start + last], "<f4").copy()
        found[name] = torch.from_numpy(values.reshape(entry["shape"]))
    return found


class Unit(nn.Module):
    """Convolution, batch normalisation, ReLU."""

    def __init__(self, weights, name):
        super().__init__()
        weight = weights[name + ".weight"]
        self.convolution = nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=1, bias=False)
        self.convolution.weight.data = weight
        self.normalisation = nn.BatchNorm2d(weight.shape[0])
        self.normalisation.weight.data = weights[name + ".gamma"]
        self.normalisation.bias.data = weights[name + ".beta"]
        self.normalisation.running_mean = weights[name + ".runningMean"]
        self.normalisation.running_var = weights[name + ".runningVar"]

    def forward(self, x):
        return torch.relu(self.normalisation(self.convolution(x)))


class BuiltIn(nn.Module):
    """The built-in U-Net with two halvings; gives tree cover in per cent."""

    def __init__(self):
        super().__init__()
        weights = tensors()
        names = ["full.down", "half.down", "quarter", "half.up", "full.up"]
        self.pairs = nn.ModuleList([
            nn.Sequential(Unit(weights, name + ".1"), Unit(weights, name + ".2"))
            for name in names])
        weight = weights["head.weight"]
        self.head = nn.Conv2d(weight.shape[1], weight.shape[0], 1)
        self.head.weight.data, self.head.bias.data = weight, weights["head.bias"]
        card = json.loads((folder / "card.json").read_text())
        band, output = card["inputs"][0], card["outputs"][0]
        self.mean, self.deviation = band["mean"], band["deviation"]
        self.offset, self.scale = output["offset"], output["scale"]

    def forward(self, ndvi):
        scaled = (ndvi - self.mean) / self.deviation
        full = self.pairs[0](torch.cat([scaled, torch.ones_like(scaled)], 1))
        half = self.pairs[1](functional.max_pool2d(full, 2))
        y = self.pairs[2](functional.max_pool2d(half, 2))
        y = self.pairs[3](torch.cat([functional.interpolate(y, scale_factor=2.0), half], 1))
        y = self.pairs[4](torch.cat([functional.interpolate(y, scale_factor=2.0), full], 1))
        y = self.head(y)
        cover = torch.clamp(self.offset + self.scale * y[:, :1], 0, 100)
        error = self.scale * torch.exp(0.5 * torch.clamp(y[:, 1:], -6, 3))
        return cover, error


if "BUILT_IN" in side:
    network = torch.jit.freeze(torch.jit.script(BuiltIn().eval()))
    image = numpy.fromfile(folder / "ndvi.bin", "<f4").reshape(4, 1, 256, 256)
else:
    network = torch.jit.load(folder / "torchscript/network.pt")
    image = numpy.fromfile(folder / "input.bin", "<f4").reshape(4, 6, 256, 256)
output = folder / (side + ".out")
print("ready", flush=True)
for _ in sys.stdin:
    cpu, start = time.process_time(), time.perf_counter()
    with torch.inference_mode():
        result = network(torch.from_numpy(image))
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    result = result[0] if isinstance(result, tuple) else result
    result.numpy().astype("<f4").tofile(output)
    status = pathlib.Path("/proc/self/status").read_text()
    resident = int(status.split("VmRSS:")[1].split()[0]) // 1024
    print(f"{seconds:.6f} {cpu:.6f} {resident} {output}", flush=True)
