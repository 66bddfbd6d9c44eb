"""Softmax regression in numpy: dense by L-BFGS (the head), sparse by averaged mini-batches (the lexical model)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    weight: Floats
    """Classes × features."""
    bias: Floats

    def scores(self, x: NDArray[Any]) -> Floats:
        result: Floats = x @ self.weight.T + self.bias
        return result


def fit_dense(
    x: Floats, labels: NDArray[np.int_], classes: int, decay: float, smoothing: float, steps: int = 120
) -> Linear:
    """Minimises smoothed cross-entropy plus decay·|W|². Deterministic."""
    target = _smoothed(labels, classes, smoothing)
    rows, size = x.shape
    x1 = np.concatenate([x, np.ones((rows, 1), np.float32)], axis=1)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weight = flat.astype(np.float32).reshape(classes, size + 1)
        logp = log_softmax(x1 @ weight.T)
        slope = ((np.exp(logp) - target) / rows).T @ x1
        slope[:, :-1] += 2 * decay * weight[:, :-1]
        value = -float((target * logp).sum()) / rows + decay * float((weight[:, :-1] ** 2).sum())
        return value, slope.astype(np.float64).ravel()

    best = minimise(loss, np.zeros(classes * (size + 1)), steps).reshape(classes, size + 1).astype(np.float32)
    return Linear(np.ascontiguousarray(best[:, :-1]), best[:, -1].copy())


def minimise(
    loss: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]],
    start: NDArray[np.float64],
    steps: int,
    memory: int = 12,
) -> NDArray[np.float64]:
    """L-BFGS with a halving line search."""
    x, (value, slope) = start, loss(start)
    moves: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for _ in range(steps):
        direction = -_two_loops(slope, moves)
        length, goal = (
            (1.0 if moves else min(1.0, 1 / max(1e-12, float(np.abs(slope).sum())) * 100)),
            direction @ slope,
        )
        while True:
            candidate = x + length * direction
            new_value, new_slope = loss(candidate)
            if new_value <= value + 1e-4 * length * goal or length < 1e-8:
                break
            length /= 2
        moved, turned = candidate - x, new_slope - slope
        gained = value - new_value
        x, value, slope = candidate, new_value, new_slope
        if moved @ turned > 1e-12:
            moves = [*moves, (moved, turned)][-memory:]
        if gained < 1e-7 * max(1.0, abs(value)) or float(np.abs(slope).max()) < 1e-7:
            break
    return x


def _two_loops(
    slope: NDArray[np.float64], moves: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]
) -> NDArray[np.float64]:
    q, shares = slope.copy(), []
    for moved, turned in reversed(moves):
        share = (moved @ q) / (moved @ turned)
        shares.append(share)
        q -= share * turned
    if moves:
        moved, turned = moves[-1]
        q *= (moved @ turned) / (turned @ turned)
    for (moved, turned), share in zip(moves, reversed(shares), strict=True):
        q += moved * (share - (turned @ q) / (moved @ turned))
    return q


def fit_sparse(
    rows: Sequence[Mapping[int, float]],
    labels: NDArray[np.int_],
    classes: int,
    width: int,
    decay: float = 1e-6,
    smoothing: float = 0.05,
    epochs: int = 12,
    batch: int = 256,
    rate: float = 0.5,
    seed: int = 20261124,
) -> Linear:
    """Adagrad over mini-batches of sparse rows (feature number → value). Deterministic."""
    order = np.random.default_rng(seed)
    weight, bias = np.zeros((width, classes), np.float32), np.zeros(classes, np.float32)
    seen, seen_bias = np.full((width, 1), 1e-2, np.float32), np.float32(1.0)
    target = _smoothed(labels, classes, smoothing)
    for epoch in range(epochs):
        pace = rate * (1 - epoch / epochs)
        shuffled = order.permutation(len(rows))
        for start in range(0, len(rows), batch):
            part = shuffled[start : start + batch]
            used = np.array(sorted({feature for row in part for feature in rows[row]}))
            place = {int(feature): at for at, feature in enumerate(used)}
            x = np.zeros((len(part), len(used)), np.float32)
            for at, row in enumerate(part):
                for feature, value in rows[row].items():
                    x[at, place[feature]] = value
            wrong = np.exp(log_softmax(x @ weight[used] + bias)) - target[part]
            slope = x.T @ wrong / len(part) + decay * weight[used]
            seen[used] += (slope**2).mean(axis=1, keepdims=True)
            weight[used] -= pace * slope / np.sqrt(seen[used])
            mean = wrong.mean(axis=0)
            seen_bias += (mean**2).mean()
            bias -= pace * mean / np.sqrt(seen_bias)
    return Linear(np.ascontiguousarray(weight.T), bias)


def _smoothed(labels: NDArray[np.int_], classes: int, smoothing: float) -> Floats:
    target = np.full((len(labels), classes), smoothing / classes, np.float32)
    target[np.arange(len(labels)), labels] += 1 - smoothing
    return target


def log_softmax(scores: NDArray[Any]) -> NDArray[Any]:
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
