"""From scores on unseen sentences to confidences and thresholds: `Calibration` of each view.

Everything here is fitted on out-of-fold scores: each sentence was scored by models that had not seen it or one
like it. Nothing is fitted on the measuring sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop_helper.knowledge.classifier import Evidence, weigh
from shop_helper.knowledge.ranking import worth_offering
from training.linear import log_softmax, minimise

Floats = NDArray[Any]


@dataclass(frozen=True)
class Goals:
    """What the thresholds are picked for, as shares of the unseen sentences."""

    answered_out_of_scope: float = 0.035
    """Most of those held back are traps, with words of our own topics in them; of what is really said it is less."""
    offered_out_of_scope: float = 0.05
    worth_answering: float = 0.5
    """An answer less likely right than this is offered among others instead."""


@dataclass(frozen=True)
class Scored:
    """One sentence with its scores by each view."""

    label: str
    in_scope: bool
    views: tuple[Sequence[float], ...]
    known_share: float
    words: int


def calibrate(classes: Sequence[str], scored: Sequence[Scored], goals: Goals) -> dict[str, Any]:
    """The data of `Calibration.from_data`, with what it gives on these sentences under `expected`."""
    blend = _blend(classes, scored)
    evidence = [weigh(classes, s.views, blend.tolist(), s.known_share, s.words) for s in scored]
    signs = np.array([e.signs for e in evidence])
    centre, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    standard = (signs - centre) / spread
    inside = np.array([s.in_scope for s in scored])
    first = np.array([e.topics[0][0] == s.label for e, s in zip(evidence, scored, strict=True)])
    scope_model, right_model = _logistic(standard, inside), _logistic(standard, first)
    scope, right = _apply(scope_model, standard), _apply(right_model, standard)
    answer = max(_quantile(right[~inside], 1 - goals.answered_out_of_scope), goals.worth_answering)
    open_ = right < answer
    limit = goals.offered_out_of_scope * (~inside).sum() / max(1, (open_ & ~inside).sum())
    choose = _quantile(scope[open_ & ~inside], 1 - min(1.0, limit))
    return {
        "blend": _plain(blend),
        "centre": _plain(centre),
        "spread": _plain(spread),
        "in_scope": {"weights": _plain(scope_model[:-1]), "bias": _plain(scope_model[-1:])[0]},
        "right": {"weights": _plain(right_model[:-1]), "bias": _plain(right_model[-1:])[0]},
        "answer_from": round(float(answer), 5),
        "choose_from": round(float(choose), 5),
        "expected": expected(scored, evidence, right >= answer, (right < answer) & (scope >= choose)),
    }


def expected(
    scored: Sequence[Scored], evidence: Sequence[Evidence], answered: Floats, offered: Floats
) -> dict[str, float]:
    """Shares on these sentences: of those in scope, and of those out of it."""
    inside = np.array([s.in_scope for s in scored])
    first = np.array([e.topics[0][0] == s.label for e, s in zip(evidence, scored, strict=True)])
    among = np.array([s.label in worth_offering(e.topics) for e, s in zip(evidence, scored, strict=True)])
    return {
        "likeliest_right": _share(first, inside),
        "answered_right": _share(answered & first, inside),
        "right_or_offered": _share((answered & first) | (offered & among), inside),
        "offered": _share(offered, inside),
        "declined": _share(~answered & ~offered, inside),
        "out_of_scope_answered": _share(answered, ~inside),
        "out_of_scope_offered": _share(offered, ~inside),
    }


def _blend(classes: Sequence[str], scored: Sequence[Scored]) -> Floats:
    """The weights of the views that make the right classes likeliest, all background taken as one."""
    logs = np.stack(
        [log_softmax(np.array([s.views[v] for s in scored])) for v in range(len(scored[0].views))]
    )
    background = np.array([name.startswith("~") for name in classes])
    own = np.array([[(background if not s.in_scope else np.array(classes) == s.label)] for s in scored])[:, 0]

    def loss(weights: Floats) -> tuple[float, Floats]:
        p = np.exp(log_softmax(np.tensordot(weights, logs, 1)))
        mass = (p * own).sum(axis=1, keepdims=True)
        value = -float(np.log(np.maximum(mass, 1e-12)).mean())
        pull = p - p * own / np.maximum(mass, 1e-12)
        return value, np.array([float((pull * log).sum(axis=1).mean()) for log in logs])

    return minimise(loss, np.full(len(logs), 1 / len(logs)), 60)


def _logistic(signs: Floats, truth: Floats, decay: float = 1e-3) -> Floats:
    """Weights and bias (last)."""
    x = np.concatenate([signs, np.ones((len(signs), 1))], axis=1)
    aim = truth.astype(float)

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        value = float((np.logaddexp(0, z) - aim * z).mean() + decay * (w[:-1] ** 2).sum())
        slope = x.T @ (1 / (1 + np.exp(-z)) - aim) / len(x)
        slope[:-1] += 2 * decay * w[:-1]
        return value, slope

    return minimise(loss, np.zeros(x.shape[1]), 300)


def _apply(model: Floats, signs: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-(signs @ model[:-1] + model[-1])))
    return result


def _quantile(values: Floats, share: float) -> float:
    return float(np.quantile(values, share)) + 1e-9 if len(values) else 0.0


def _share(which: Floats, among: Floats) -> float:
    return round(float((which & among).sum() / max(1, among.sum())), 4)


def _plain(values: Floats) -> list[float]:
    return [round(float(value), 6) for value in values]
