"""The sentence encoder: a six-layer transformer in plain numpy, one sentence → one vector of unit length.

`encoder.bin` (made by `python -m training weights`) is one line of JSON, padded with spaces to a multiple of 64
bytes, then the arrays it describes. Matrices are int8 with one float32 scale a row (of the output side, for
embeddings of a piece); they are unpacked once when loaded, the embeddings only where they are looked up.
Importing this module imports numpy: `classifier.py` does so on the first question that needs it.
"""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.tokenizer import Tokenizer

FORMAT = 1
ALIGNMENT = 64
_EPSILON = 1e-12
_GELU = math.sqrt(2 / math.pi)

Floats = NDArray[np.float32]


class Encoder:
    """Holds unpacked weights (about 45 MB); pure after loading, safe to share."""

    def __init__(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self.checksum: str = header["adapter"]
        """Which adapter is merged in; a head fits exactly one."""
        self.dimensions: int = header["dimensions"]
        self._heads: int = header["heads"]
        self._tokenizer = Tokenizer(header["vocabulary"].split("\n"))
        self._pieces = arrays["pieces"]
        self._piece_scales: Floats = arrays.get("pieces.scale", np.ones(len(self._pieces), np.float32))
        self._positions: Floats = arrays["positions"].astype(np.float32)
        self._norm = (arrays["norm.weight"], arrays["norm.bias"])
        self._layers = [_layer(arrays, f"layer{number}.") for number in range(header["layers"])]

    @classmethod
    def load(cls, path: Path) -> Encoder:
        """Raises KnowledgeError when the file is missing, broken or of another format."""
        header, start = read_header(path)
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            data = mapped[:]
        try:
            arrays = {name: _view(data, start, spec) for name, spec in header["arrays"].items()}
        except ValueError as problem:
            raise KnowledgeError(str(path), None, "is cut off; run `python -m training weights`") from problem
        return cls(header, arrays)

    def encode(self, text: str) -> Floats:
        """Unit vector of `dimensions` numbers; the same text always gives the same one."""
        vector: Floats = self.encode_pieces(np.array([self._tokenizer.encode(text)]))[0]
        return vector

    def encode_many(self, texts: Sequence[str], batch: int = 64) -> Floats:
        """One row a text. Texts of equal length go together, so nothing is padded."""
        by_length: dict[int, list[tuple[int, list[int]]]] = {}
        for row, text in enumerate(texts):
            ids = self._tokenizer.encode(text)
            by_length.setdefault(len(ids), []).append((row, ids))
        result = np.zeros((len(texts), self.dimensions), np.float32)
        for rows in by_length.values():
            for start in range(0, len(rows), batch):
                part = rows[start : start + batch]
                result[[row for row, _ in part]] = self.encode_pieces(np.array([ids for _, ids in part]))
        return result

    def encode_pieces(self, ids: NDArray[np.int_]) -> Floats:
        """`ids`: sentences × pieces."""
        x = self._pieces[ids] * self._piece_scales[ids][..., None] + self._positions[: ids.shape[1]]
        x = _normalise(x, *self._norm)
        for layer in self._layers:
            x = self._apply(layer, x)
        pooled: Floats = x.mean(axis=1)
        pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
        return pooled

    def _apply(self, layer: dict[str, Floats], x: Floats) -> Floats:
        sentences, pieces, size = x.shape
        mixed = x.reshape(-1, size) @ layer["qkv.weight"] + layer["qkv.bias"]
        mixed = mixed.reshape(sentences, pieces, 3, self._heads, size // self._heads).transpose(2, 0, 3, 1, 4)
        query, key, value = mixed
        scores = query @ key.swapaxes(-1, -2)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        context = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, size)
        flat = x.reshape(-1, size)
        flat = _normalise(
            flat + (context @ layer["out.weight"] + layer["out.bias"]), layer["n1.weight"], layer["n1.bias"]
        )
        inner = _gelu(flat @ layer["up.weight"] + layer["up.bias"])
        flat = _normalise(
            flat + (inner @ layer["down.weight"] + layer["down.bias"]), layer["n2.weight"], layer["n2.bias"]
        )
        return flat.reshape(sentences, pieces, size)


def read_header(path: Path) -> tuple[dict[str, Any], int]:
    """The description and where the arrays start; reads no weights. Raises KnowledgeError."""
    try:
        with path.open("rb") as file:
            line = file.readline()
        header: dict[str, Any] = json.loads(line)
        known = header["format"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise KnowledgeError(
            str(path), None, "is no encoder file; run `python -m training weights`"
        ) from problem
    if known != FORMAT:
        raise KnowledgeError(
            str(path), None, f"has format {known}, expected {FORMAT}; run `python -m training weights`"
        )
    return header, len(line)


def _view(data: bytes, start: int, spec: dict[str, Any]) -> NDArray[Any]:
    count = math.prod(spec["shape"])
    return np.frombuffer(data, spec["dtype"], count, start + spec["offset"]).reshape(spec["shape"])


def _layer(arrays: dict[str, NDArray[Any]], prefix: str) -> dict[str, Floats]:
    """Unpacked, matrices turned so that rows of `x` multiply from the left."""
    layer: dict[str, Floats] = {}
    for name, array in arrays.items():
        if not name.startswith(prefix) or name.endswith(".scale"):
            continue
        array = array.astype(np.float32)
        if array.ndim == 2:
            scale = arrays.get(f"{name}.scale")
            array = np.ascontiguousarray((array if scale is None else array * scale[:, None]).T)
        layer[name.removeprefix(prefix)] = array
    return layer


def _normalise(x: Floats, weight: Floats, bias: Floats) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", x, x)[..., None] / x.shape[-1]
    x /= np.sqrt(variance + _EPSILON)
    x *= weight
    x += bias
    return x


def _gelu(x: Floats) -> Floats:
    inner = x * x
    inner *= 0.044715 * _GELU
    inner += _GELU
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner
