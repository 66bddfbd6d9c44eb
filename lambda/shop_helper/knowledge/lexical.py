"""The second view: which words, word pairs and pieces of words a sentence holds, weighed per class.

Standard library only and small, so that it also stands alone where the encoder is left out of a build.
`lexical.bin` (made by `python -m training fit` or `head`) is zlib over: one line of JSON, the features one a line,
a blank line, then per feature the number of its weights (uint8), then all class numbers (uint8), then all weights
(int8, times `scale`).
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.tokenizer import shorten, words

FORMAT = 1
_MAX_WORDS = 80
_FILLERS = frozenset("um uh er erm hmm ah oh well please hey hi hello okay ok yeah".split())


def features(text: str) -> dict[str, float]:
    """Feature → weight; the weights of each kind have unit length, so long and short sentences compare."""
    said = [word for word in words(shorten(text)) if word[0].isalnum() and word not in _FILLERS]
    if len(said) > _MAX_WORDS:
        said = said[: _MAX_WORDS // 3] + said[-(_MAX_WORDS - _MAX_WORDS // 3) :]
    if not said:
        return {}
    weighed: dict[str, float] = {}
    pairs = {f"{a} {b}" for a, b in zip(["<", *said], [*said, ">"], strict=True)}
    for kind in (set(said), pairs, set(_parts(said))):
        weighed.update(dict.fromkeys(kind, 1 / math.sqrt(len(kind))))
    return weighed


Describe = Callable[[str], dict[str, float]]
"""A sentence → its features and their weights."""


def _parts(said: list[str]) -> Iterator[str]:
    """Four letters in a row, word ends marked: what is left of a word that was split or misheard."""
    for word in said:
        framed = f"_{word}_"
        for start in range(max(1, len(framed) - 3)):
            yield "#" + framed[start : start + 4]


class LexicalModel:
    """Linear scores over classes."""

    def __init__(self, classes: tuple[str, ...], bias: list[float], rows: dict[str, tuple[int, int]],
                 places: bytes, weights: array[int], scale: float, describe: Describe) -> None:  # fmt: skip
        self.classes = classes
        self._describe = describe
        self._bias, self._rows, self._places, self._weights, self._scale = bias, rows, places, weights, scale

    @classmethod
    def load(cls, path: Path, describe: Describe = features) -> LexicalModel:
        """`describe` gives the features that the model was fitted on. Raises KnowledgeError when the file is missing,
        broken or of another format."""
        try:
            head, _, rest = zlib.decompress(path.read_bytes()).partition(b"\n")
            header = json.loads(head)
            if header["format"] != FORMAT:
                raise ValueError(f"format {header['format']}")
            names, _, body = rest.partition(b"\n\n")
            features = names.decode().split("\n")
            counts, places, values = _parts_of(body, len(features))
        except (OSError, ValueError, KeyError, TypeError, zlib.error) as problem:
            raise KnowledgeError(
                str(path), None, "is no lexical model; run `python -m training fit`"
            ) from problem
        rows, start = {}, 0
        for feature, count in zip(features, counts, strict=True):
            rows[feature] = (start, start + count)
            start += count
        return cls(tuple(header["classes"]), header["bias"], rows, places, values, header["scale"], describe)

    def scores(self, text: str) -> list[float]:
        """One number a class, in the order of `classes`: logits."""
        total = [0.0] * len(self.classes)
        places, weights = self._places, self._weights
        for feature, value in self._describe(text).items():
            row = self._rows.get(feature)
            if row is not None:
                for at in range(*row):
                    total[places[at]] += value * weights[at]
        return [bias + self._scale * score for bias, score in zip(self._bias, total, strict=True)]

    def known_share(self, text: str) -> float:
        """How many of the words the model has seen, 0 to 1; 0 for no words."""
        said = [word for word in words(shorten(text)) if word[0].isalnum()]
        return sum(word in self._rows for word in said) / len(said) if said else 0.0


def _parts_of(body: bytes, features: int) -> tuple[bytes, bytes, array[int]]:
    counts = body[:features]
    total = sum(counts)
    values = array("b")
    values.frombytes(body[features + total :])
    if len(counts) != features or len(values) != total:
        raise ValueError("the file is cut off")
    return counts, body[features : features + total], values
