"""Sentence → probabilities of topics, and how sure to be; two views of it, one set of numbers to weigh them.

`classifier.json` (made by `python -m training fit` or `head`) names the classes, the files that belong together by
checksum, and for each view its calibration. A class that starts with `~` is background: a kind of sentence that has
to be declined. The encoder, and numpy with it, is loaded by the first question that needs it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.lexical import LexicalModel
from shop_helper.lazy import Lazy

if TYPE_CHECKING:
    from shop_helper.knowledge.encoder import Encoder, Floats

FORMAT = 1
BACKGROUND = "~"
_FLOOR = 1e-6


class View(StrEnum):
    BOTH = "encoder+lexical"
    LEXICAL = "lexical"


@dataclass(frozen=True)
class Logistic:
    """Weights over the standardised signs of `Evidence`."""

    weights: tuple[float, ...]
    bias: float

    def of(self, signs: Sequence[float]) -> float:
        return _sigmoid(self.bias + sum(w * s for w, s in zip(self.weights, signs, strict=True)))


@dataclass(frozen=True)
class Calibration:
    """How the scores of one view become confidences and a decision; fitted on sentences it had not seen."""

    blend: tuple[float, ...]
    """Weight of each view's log-probabilities: encoder, lexical; lexical alone."""
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    in_scope: Logistic
    right: Logistic
    answer_from: float
    """Answered when `right` is at least this."""
    choose_from: float
    """Offered as a choice when `in_scope` is at least this."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Calibration:
        in_scope, right = (
            Logistic(tuple(data[k]["weights"]), data[k]["bias"]) for k in ("in_scope", "right")
        )
        blend, centre, spread = (tuple(data[key]) for key in ("blend", "centre", "spread"))
        return cls(blend, centre, spread, in_scope, right, data["answer_from"], data["choose_from"])

    def standardised(self, signs: Sequence[float]) -> list[float]:
        return [(s - c) / w for s, c, w in zip(signs, self.centre, self.spread, strict=True)]


@dataclass(frozen=True)
class Evidence:
    """What the views say about one sentence."""

    topics: tuple[tuple[str, float], ...]
    """Topic and its share among the topics, likeliest first."""
    signs: tuple[float, ...]
    """What the refusal goes by; see `weigh`."""


def weigh(
    classes: Sequence[str],
    views: Sequence[Sequence[float]],
    blend: Sequence[float],
    known_share: float,
    words: int,
    allowed: Collection[str] | None = None,
) -> Evidence:
    """`views`: scores per class of each view, in the order of `blend`. Used in training and in the running skill."""
    logs = [_log_softmax(scores) for scores in views]
    mixed = _log_softmax(
        [sum(w * log[at] for w, log in zip(blend, logs, strict=True)) for at in range(len(classes))]
    )
    background = [at for at, name in enumerate(classes) if name.startswith(BACKGROUND)]
    topics = [
        at for at, name in enumerate(classes)
        if not name.startswith(BACKGROUND) and (allowed is None or name in allowed)
    ]  # fmt: skip
    if not topics:
        return Evidence((), ())
    order = sorted(topics, key=lambda at: (-mixed[at], classes[at]))
    best, second = order[0], order[1] if len(order) > 1 else order[0]
    total = sum(math.exp(mixed[at]) for at in topics)
    shares = tuple((classes[at], math.exp(mixed[at]) / max(total, 1e-300)) for at in order)
    signs = [
        _logit(sum(math.exp(mixed[at]) for at in background)),
        math.log(max(shares[0][1], _FLOOR)),
        min(mixed[best] - mixed[second], 12.0),
        known_share,
        math.log1p(words),
    ]
    for log, scores in zip(logs, views, strict=True):
        signs += [
            _logit(sum(math.exp(log[at]) for at in background)),
            max(log[best], math.log(_FLOOR)),
            scores[best],
            max((scores[at] for at in background), default=0.0),
        ]
    return Evidence(shares, tuple(signs))


class Classifier:
    """The trained artefacts of one directory. Safe to share: questions that come at once wait for one loading."""

    def __init__(self, directory: Path, manifest: Mapping[str, Any], view: View) -> None:
        self._directory, self._manifest = directory, manifest
        self.view = view
        self.classes: tuple[str, ...] = tuple(manifest["classes"])
        self.calibration = Calibration.from_data(manifest["views"][view])
        self._lexical, self._encoder = Lazy(self._load_lexical), Lazy(self._load_encoder)
        self._last: tuple[str, Floats] | None = None

    @classmethod
    def load(cls, directory: Path) -> Classifier:
        """Reads the manifest only. Takes the lexical view alone where encoder or numpy is not in the build.

        Raises KnowledgeError when the artefacts are missing or do not belong together.
        """
        path = directory / "classifier.json"
        try:
            manifest = json.loads(path.read_bytes())
            known = manifest["format"]
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise KnowledgeError(str(path), None, "cannot be read; run `python -m training fit`") from problem
        if known != FORMAT:
            raise KnowledgeError(
                str(path), None, f"has format {known}, expected {FORMAT}; run `python -m training fit`"
            )
        has_encoder = (directory / "encoder.bin").is_file() and find_spec("numpy") is not None
        return cls(directory, manifest, View.BOTH if has_encoder else View.LEXICAL)

    def evidence(self, text: str, allowed: Collection[str] | None = None) -> Evidence:
        lexical = self._lexical()
        scores = lexical.scores(text)
        views = [scores]
        if self.view is View.BOTH:
            _, weight, bias = self._encoder()
            views = [(weight @ self._encoded(text) + bias).tolist(), scores]
        share = lexical.known_share(text)
        return weigh(self.classes, views, self.calibration.blend, share, len(text.split()), allowed)

    def meaning(self, text: str) -> Floats | None:
        """The encoder's vector of a sentence; None where the encoder is not in the build."""
        return self._encoded(text) if self.view is View.BOTH else None

    def _encoded(self, text: str) -> Floats:
        """Two steps of a turn ask for the same sentence, and encoding is what costs most in it."""
        last = self._last
        if last is None or last[0] != text:
            self._last = last = text, self._encoder()[0].encode(text)
        return last[1]

    def _load_lexical(self) -> LexicalModel:
        return LexicalModel.load(self._directory / "lexical.bin")

    def _load_encoder(self) -> tuple[Encoder, Floats, Floats]:
        return _encoder_and_head(self._directory, self._manifest["adapter"])


@cache
def _encoder_and_head(directory: Path, adapter: str) -> tuple[Encoder, Floats, Floats]:
    """Read once in a process, however many skills are made in it: they are most of its memory."""
    # One sentence is too little work to share among threads; must be set before numpy is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy as np

    from shop_helper.knowledge.encoder import Encoder

    path = directory / "encoder.bin"
    encoder = Encoder.load(path)
    if encoder.checksum != adapter:
        raise KnowledgeError(
            str(path), None, "belongs to another classifier; run `python -m training weights`"
        )
    head = np.load(directory / "head.npy").astype(np.float32)
    return encoder, head[:, :-1], head[:, -1]


def _log_softmax(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    total = most + math.log(sum(math.exp(score - most) for score in scores))
    return [score - total for score in scores]


def _logit(p: float) -> float:
    p = min(max(p, _FLOOR), 1 - _FLOOR)
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, x))))
