"""Fits the lexical view and writes `lexical.bin` (its shape is written down in `knowledge/lexical.py`)."""

from __future__ import annotations

import json
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shop_helper.knowledge.lexical import FORMAT, Describe, features
from training.linear import Linear, fit_sparse

_SEEN_AT_LEAST = {"word": 1, "pair": 2, "part": 3, "concept": 3}
_KEPT = 0.012
"""Weights smaller than this share of the largest are left out: they change no decision and are most of the file."""


@dataclass(frozen=True)
class Fitted:
    names: tuple[str, ...]
    linear: Linear
    """Over plain feature values; rarity is multiplied in."""
    describe: Describe = features

    def scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        number = {name: at for at, name in enumerate(self.names)}
        result = np.tile(self.linear.bias, (len(texts), 1))
        for row, text in enumerate(texts):
            for name, value in self.describe(text).items():
                if name in number:
                    result[row] += value * self.linear.weight[:, number[name]]
        return result


def fit_lexical(
    texts: Sequence[str], labels: NDArray[np.int_], classes: int, describe: Describe = features
) -> Fitted:
    bags = [describe(text) for text in texts]
    seen = Counter(name for bag in bags for name in bag)
    names = tuple(sorted(name for name, count in seen.items() if count >= _SEEN_AT_LEAST[_kind(name)]))
    number = {name: at for at, name in enumerate(names)}
    rarity = np.array([(1 + math.log(len(texts) / seen[name])) / 4 for name in names], np.float32)
    rows = [
        {number[name]: value * float(rarity[number[name]]) for name, value in bag.items() if name in number}
        for bag in bags
    ]
    fitted = fit_sparse(rows, labels, classes, len(names), epochs=20, rate=4.0)
    return Fitted(names, Linear(fitted.weight * rarity, fitted.bias), describe)


def write_lexical(path: Path, fitted: Fitted, classes: Sequence[str]) -> None:
    """Same model, same bytes."""
    weight = fitted.linear.weight
    scale = float(np.quantile(np.abs(weight), 0.9999)) / 127
    levels = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
    levels[np.abs(levels) < max(1, round(127 * _KEPT))] = 0
    names, counts, places, values = [], bytearray(), bytearray(), bytearray()
    for at, name in enumerate(fitted.names):
        used = np.flatnonzero(levels[:, at])
        if len(used):
            names.append(name)
            counts.append(len(used))
            places += used.astype(np.uint8).tobytes()
            values += levels[used, at].tobytes()
    head = {
        "format": FORMAT,
        "classes": list(classes),
        "bias": [round(float(bias), 4) for bias in fitted.linear.bias],
        "scale": scale,
    }
    data = json.dumps(head).encode() + b"\n" + "\n".join(names).encode() + b"\n\n" + counts + places + values
    path.write_bytes(zlib.compress(data, 9))


def _kind(name: str) -> str:
    if name.startswith("#"):
        return "part"
    if name.startswith("@"):
        return "concept"
    return "pair" if " " in name else "word"
