"""Builds `encoder.bin`: base encoder and adapter merged, made small. Takes a few seconds, needs numpy only.

int8 with a scale a row for the matrices; the embeddings of the pieces on 63 levels, which compress better and, by
measurement, cost nothing. Pieces that spoken English never needs are left out.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop_helper.knowledge.encoder import ALIGNMENT, FORMAT, read_header
from training.examples import ROOT
from training.source import CHECKSUMS, Source, load_source

DATA = ROOT / "lambda" / "shop_helper" / "knowledge" / "data"
ENCODER = DATA / "encoder.bin"
ADAPTER = ROOT / "training" / "artifacts" / "adapter.npz"

LAYERS, HEADS, SIZE, POSITIONS = 6, 12, 384, 64
_PIECE_LEVELS, _MATRIX_LEVELS = 31, 127
_NAMES = {
    "out": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
    "n1": "attention.output.LayerNorm",
    "n2": "output.LayerNorm",
}
_SPOKEN = re.compile(r"(##)?([a-z]+|[0-9]{1,2})|[!-/:-@\[-`{-~]|\[(UNK|CLS|SEP)\]")

Arrays = dict[str, NDArray[Any]]


def write_weights(path: Path = ENCODER, adapter: Path | None = ADAPTER, kind: str = "int8") -> None:
    """Raises SourceError when the base is missing or another one. Same inputs, same bytes."""
    base = load_source()
    arrays, vocabulary = compact(base, load_adapter(adapter) if adapter else {}, kind)
    header, blob = _pack(arrays)
    header |= {
        "format": FORMAT,
        "adapter": adapter_checksum(adapter),
        "recipe": recipe_checksum(),
        "dimensions": SIZE,
        "heads": HEADS,
        "layers": LAYERS,
        "vocabulary": "\n".join(vocabulary),
        "sha256": hashlib.sha256(blob).hexdigest(),
    }
    line = json.dumps(header, sort_keys=True).encode()
    line += b" " * (-(len(line) + 1) % ALIGNMENT) + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(line + blob)
    partial.replace(path)


def is_current(path: Path = ENCODER, adapter: Path | None = ADAPTER) -> bool:
    """Made from this adapter by these lines of code."""
    if not path.is_file():
        return False
    header, _ = read_header(path)
    return header["adapter"] == adapter_checksum(adapter) and header.get("recipe") == recipe_checksum()


def adapter_checksum(adapter: Path | None) -> str:
    return hashlib.sha256(adapter.read_bytes()).hexdigest() if adapter else "none"


def recipe_checksum() -> str:
    """Of the base's checksums and of this module."""
    code = Path(__file__).read_bytes()
    return hashlib.sha256(json.dumps(CHECKSUMS, sort_keys=True).encode() + code).hexdigest()


def load_adapter(path: Path) -> Arrays:
    with np.load(path) as kept:
        return {name: kept[name].astype(np.float32) for name in kept.files}


def compact(
    base: Source, adapter: Mapping[str, NDArray[Any]], kind: str = "int8"
) -> tuple[Arrays, list[str]]:
    """The arrays of `encoder.bin` by name, and the pieces that are kept. `kind` of another type is for comparing."""
    tensors = base.tensors
    rows = [row for row, piece in enumerate(base.vocabulary) if _SPOKEN.fullmatch(piece)]
    arrays: Arrays = {}
    _keep(arrays, "pieces", tensors["embeddings.word_embeddings.weight"][rows], _PIECE_LEVELS, kind)
    segment = tensors["embeddings.token_type_embeddings.weight"][0]
    arrays["positions"] = (tensors["embeddings.position_embeddings.weight"][:POSITIONS] + segment).astype(
        np.float32
    )
    arrays["norm.weight"] = tensors["embeddings.LayerNorm.weight"]
    arrays["norm.bias"] = tensors["embeddings.LayerNorm.bias"]
    for layer in range(LAYERS):
        _layer(arrays, tensors, adapter, layer, kind)
    return arrays, [base.vocabulary[row] for row in rows]


def _layer(
    arrays: Arrays,
    tensors: Mapping[str, NDArray[Any]],
    adapter: Mapping[str, NDArray[Any]],
    layer: int,
    kind: str,
) -> None:
    source, target = f"encoder.layer.{layer}.", f"layer{layer}."

    def merged(name: str, full: str) -> NDArray[Any]:
        weight = tensors[f"{source}{full}.weight"]
        if f"{layer}_{name}_a" in adapter:
            weight = weight + adapter[f"{layer}_{name}_b"] @ adapter[f"{layer}_{name}_a"]
        return weight

    # The attention's division by the root of the head's size goes into the queries.
    shrink = 1 / math.sqrt(SIZE // HEADS)
    parts = [merged(name, f"attention.self.{name}") for name in ("query", "key", "value")]
    biases = [tensors[f"{source}attention.self.{name}.bias"] for name in ("query", "key", "value")]
    _keep(
        arrays, f"{target}qkv.weight", np.concatenate([parts[0] * shrink, *parts[1:]]), _MATRIX_LEVELS, kind
    )
    arrays[f"{target}qkv.bias"] = np.concatenate([biases[0] * shrink, *biases[1:]])
    for name in ("out", "up", "down"):
        _keep(arrays, f"{target}{name}.weight", merged(name, _NAMES[name]), _MATRIX_LEVELS, kind)
        arrays[f"{target}{name}.bias"] = tensors[f"{source}{_NAMES[name]}.bias"]
    for name in ("n1", "n2"):
        arrays[f"{target}{name}.weight"] = tensors[f"{source}{_NAMES[name]}.weight"]
        arrays[f"{target}{name}.bias"] = tensors[f"{source}{_NAMES[name]}.bias"]


def _keep(arrays: Arrays, name: str, values: NDArray[Any], levels: int, kind: str) -> None:
    if kind != "int8":
        arrays[name] = values.astype(kind)
        return
    scale = np.abs(values).max(axis=1) / levels
    scale[scale == 0] = 1
    arrays[name] = np.rint(values / scale[:, None]).astype(np.int8)
    arrays[f"{name}.scale"] = scale.astype(np.float32)


def _pack(arrays: Mapping[str, NDArray[Any]]) -> tuple[dict[str, Any], bytes]:
    specs, blob = {}, bytearray()
    for name, array in arrays.items():
        blob += b"\0" * (-len(blob) % ALIGNMENT)
        specs[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "offset": len(blob)}
        blob += np.ascontiguousarray(array).tobytes()
    return {"arrays": specs}, bytes(blob)
