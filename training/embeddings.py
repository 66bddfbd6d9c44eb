"""Vectors of many sentences, kept between runs by the encoder's checksum and the sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shop_helper.knowledge.encoder import Encoder, read_header
from training.examples import ROOT

CACHE = ROOT / ".cache"


def embed(texts: Sequence[str], encoder: Path, cache: Path = CACHE) -> NDArray[np.float32]:
    """One row a text. Only sentences that were not there the last time are computed."""
    key = read_header(encoder)[0]["sha256"][:16]
    store = cache / f"embeddings-{key}.npz"
    known = _load(store)
    missing = [text for text in dict.fromkeys(texts) if _id(text) not in known]
    if missing:
        vectors = Encoder.load(encoder).encode_many(missing)
        known.update(zip(map(_id, missing), vectors, strict=True))
        cache.mkdir(exist_ok=True)
        partial = store.with_suffix(".partial.npz")
        np.savez(
            partial, ids=np.array(list(known)), vectors=np.stack(list(known.values())).astype(np.float32)
        )
        partial.replace(store)
    return np.stack([known[_id(text)] for text in texts])


def _load(store: Path) -> dict[str, NDArray[np.float32]]:
    if not store.is_file():
        return {}
    with np.load(store) as kept:
        return dict(zip(kept["ids"].tolist(), kept["vectors"], strict=True))


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
