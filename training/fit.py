"""The whole fit: models that judge on what they had not seen, calibration, the final models.

What is long, the adapters, is kept in .cache/ by what it was made from, so an interrupted run goes on.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop_helper.knowledge.classifier import FORMAT, View
from shop_helper.knowledge.tokenizer import words
from training.calibration import Goals, Scored, calibrate
from training.damage import damaged
from training.embeddings import CACHE, embed
from training.examples import Example, fingerprint, folds, load_examples
from training.lexical_model import Fitted, fit_lexical, write_lexical
from training.linear import Linear, fit_dense
from training.weights import ADAPTER, DATA, ENCODER, adapter_checksum, write_weights

HELD_BACK = 5
"""One sentence in so many is kept from a second set of models, which it then calibrates."""
SCALE = 12.0
"""What unit vectors are multiplied by before the head is fitted."""
_HEAD_DECAY, _HEAD_SMOOTHING = 1e-3, 0.05
_HEAD_SEED, _JUDGED_SEED = 20261126, 99
"""Of the accidents that the head learns with, and of those that it is calibrated by."""


def fit(data: Path = DATA, report: Any = print) -> dict[str, Any]:
    """Everything anew; needs torch, and half an hour of two cores. Returns the manifest."""
    examples = load_examples()
    classes = class_names(examples)
    parts = folds(examples, HELD_BACK)
    seen = [e for e, part in zip(examples, parts, strict=True) if part]
    unseen = [e for e, part in zip(examples, parts, strict=True) if not part]
    report(f"{len(examples)} sentences; {len(unseen)} of them judge models that have not seen them")
    with ProcessPoolExecutor(2) as pool:
        for_judging, final = pool.map(cached_adapter, (seen, examples), ("judged", "final"))
    views = _calibrated(seen, unseen, classes, for_judging)
    shutil.copyfile(final, ADAPTER)
    write_weights(ENCODER, ADAPTER)
    return write_models(examples, views, data)


def _calibrated(
    seen: Sequence[Example], unseen: Sequence[Example], classes: Sequence[str], adapter: Path
) -> dict[str, Any]:
    """The calibration of each view, from models that have not seen the sentences they are judged by."""
    encoder = CACHE / "judged.bin"
    write_weights(encoder, adapter)
    unseen = with_accidents(unseen, _JUDGED_SEED)
    dense, lexical = _scores(seen, unseen, classes, encoder, fit_head(seen, classes, encoder))
    rows = list(zip(unseen, dense, lexical, strict=True))
    known = frozenset(word for example in seen for word in words(example.text))
    both = [_scored(e, known, (d, w)) for e, d, w in rows]
    alone = [_scored(e, known, (w,)) for e, _, w in rows]
    return {
        View.BOTH.value: calibrate(classes, both, Goals()),
        View.LEXICAL.value: calibrate(classes, alone, Goals()),
    }


def refit(data: Path = DATA) -> dict[str, Any]:
    """Head and lexical model only, without torch: adapter and calibration stay as they were fitted."""
    manifest = json.loads((data / "classifier.json").read_text())
    return write_models(load_examples(), manifest["views"], data)


def write_models(examples: Sequence[Example], views: dict[str, Any], data: Path) -> dict[str, Any]:
    classes = class_names(examples)
    head = fit_head(examples, classes, ENCODER)
    np.save(data / "head.npy", np.concatenate([head.weight, head.bias[:, None]], axis=1).astype(np.float16))
    write_lexical(data / "lexical.bin", _fit_lexical(examples, classes), classes)
    manifest = {
        "format": FORMAT,
        "classes": classes,
        "examples": fingerprint(examples),
        "count": len(examples),
        "adapter": adapter_checksum(ADAPTER),
        "views": views,
    }
    (data / "classifier.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return manifest


def class_names(examples: Sequence[Example]) -> list[str]:
    return sorted({example.label for example in examples})


def with_accidents(examples: Sequence[Example], seed: int) -> list[Example]:
    """Each sentence twice: as it is, and as a recogniser might pass it on. Deterministic."""
    chance = random.Random(seed)
    return [*examples, *(Example(damaged(e.text, chance), e.label) for e in examples)]


def fit_head(examples: Sequence[Example], classes: Sequence[str], encoder: Path) -> Linear:
    examples = with_accidents(examples, _HEAD_SEED)
    vectors = embed([example.text for example in examples], encoder) * np.float32(SCALE)
    fitted = fit_dense(vectors, _numbers(examples, classes), len(classes), _HEAD_DECAY, _HEAD_SMOOTHING)
    return Linear(fitted.weight * np.float32(SCALE), fitted.bias)


def cached_adapter(examples: Sequence[Example], name: str) -> Path:
    """The adapter for these examples, made unless it is there; `name` goes before what is reported."""
    from training.finetune import Recipe, fit_adapter
    from training.source import load_source

    recipe = Recipe()
    code = "".join(
        (Path(__file__).parent / name).read_text() for name in ("finetune.py", "damage.py", "framing.py")
    )
    made_from = fingerprint(examples) + json.dumps(asdict(recipe)) + code
    path = CACHE / f"adapter-{hashlib.sha256(made_from.encode()).hexdigest()[:16]}.npz"
    if not path.is_file():
        CACHE.mkdir(exist_ok=True)

        def tell(text: str) -> None:
            print(f"{name}: {text}", flush=True)

        partial = path.with_suffix(".partial.npz")
        adapter: dict[str, Any] = dict(fit_adapter(examples, load_source(), recipe, tell))
        np.savez(partial, **adapter)
        partial.replace(path)
    return path


def _scores(
    seen: Sequence[Example], unseen: Sequence[Example], classes: Sequence[str], encoder: Path, head: Linear
) -> tuple[NDArray[Any], NDArray[Any]]:
    texts = [example.text for example in unseen]
    return head.scores(embed(texts, encoder)), _fit_lexical(seen, classes).scores(texts)


def _fit_lexical(examples: Sequence[Example], classes: Sequence[str]) -> Fitted:
    return fit_lexical([example.text for example in examples], _numbers(examples, classes), len(classes))


def _scored(example: Example, known: frozenset[str], views: tuple[NDArray[Any], ...]) -> Scored:
    said = [word for word in words(example.text) if word[0].isalnum()]
    share = sum(word in known for word in said) / len(said) if said else 0.0
    return Scored(
        example.label, example.in_scope, tuple(v.tolist() for v in views), share, len(example.text.split())
    )


def _numbers(examples: Sequence[Example], classes: Sequence[str]) -> NDArray[np.int_]:
    number = {name: at for at, name in enumerate(classes)}
    return np.array([number[example.label] for example in examples])
