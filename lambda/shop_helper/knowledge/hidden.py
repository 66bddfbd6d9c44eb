"""One hidden layer over a sentence's vector, for decisions beside the search. Importing it doesn't import numpy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shop_helper.errors import KnowledgeError

if TYPE_CHECKING:
    from shop_helper.knowledge.encoder import Floats

HEAD_ARRAYS = ("inner", "inner_bias", "outer", "outer_bias")
SPREAD = 12.0
"""What the encoder's unit vector is multiplied by, so that the hidden layer learns quickly."""


class Head:
    """Scores of classes. Pure after loading, safe to share."""

    def __init__(self, inner: Floats, inner_bias: Floats, outer: Floats, outer_bias: Floats) -> None:
        self._inner, self._inner_bias, self._outer, self._outer_bias = inner, inner_bias, outer, outer_bias

    @classmethod
    def load(cls, path: Path) -> Head:
        """Raises KnowledgeError when the file is missing or broken."""
        import numpy as np

        try:
            with np.load(path) as arrays:
                return cls(*(arrays[name].astype(np.float32) for name in HEAD_ARRAYS))
        except (OSError, ValueError, KeyError) as problem:
            raise KnowledgeError(str(path), None, "cannot be read; fit it anew (docs/danger.md)") from problem

    def scores(self, meaning: Floats) -> list[float]:
        """One number a class, in the order that it was fitted in."""
        hidden = (self._inner @ (SPREAD * meaning) + self._inner_bias).clip(min=0)
        scores: list[float] = (self._outer @ hidden + self._outer_bias).tolist()
        return scores
