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


def fit_hidden(
    x: Floats,
    labels: NDArray[np.int_],
    classes: int,
    hidden: int = 192,
    decay: float = 0.02,
    smoothing: float = 0.05,
    epochs: int = 10,
    batch: int = 256,
    rate: float = 2e-3,
    seed: int = 20261130,
) -> tuple[Floats, Floats, Floats, Floats]:
    """One hidden layer, by Adam with decay and dropout: its weights and bias, then the outer ones. Deterministic."""
    draw = np.random.default_rng(seed)
    size = x.shape[1]
    weights = [
        _uniform(draw, (hidden, size), size), _uniform(draw, (hidden,), size),
        _uniform(draw, (classes, hidden), hidden), _uniform(draw, (classes,), hidden),
    ]  # fmt: skip
    mean, square = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    target, steps, step = _smoothed(labels, classes, smoothing), epochs * -(-len(x) // batch), 0
    for _ in range(epochs):
        shuffled = draw.permutation(len(x))
        for start in range(0, len(x), batch):
            part = shuffled[start : start + batch]
            slopes = _slopes(weights, x[part], target[part], draw)
            step += 1
            pace = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            for at, slope in enumerate(slopes):
                mean[at] = 0.9 * mean[at] + 0.1 * slope
                square[at] = 0.999 * square[at] + 0.001 * slope**2
                move = (mean[at] / (1 - 0.9**step)) / (np.sqrt(square[at] / (1 - 0.999**step)) + 1e-8)
                weights[at] = (weights[at] * (1 - pace * decay) - pace * move).astype(np.float32)
    return weights[0], weights[1], weights[2], weights[3]


def _slopes(weights: Sequence[Floats], x: Floats, target: Floats, draw: np.random.Generator) -> list[Floats]:
    inner, inner_bias, outer, outer_bias = weights
    x = x * (draw.random(x.shape, np.float32) > 0.1) / 0.9
    raw = x @ inner.T + inner_bias
    kept = (raw > 0) * (draw.random(raw.shape, np.float32) > 0.4) / 0.6
    hidden = raw * kept
    wrong = (np.exp(log_softmax(hidden @ outer.T + outer_bias)) - target) / len(x)
    back = (wrong @ outer) * kept
    return [back.T @ x, back.sum(axis=0), wrong.T @ hidden, wrong.sum(axis=0)]


def _uniform(draw: np.random.Generator, shape: tuple[int, ...], size: int) -> Floats:
    values: Floats = ((draw.random(shape, np.float32) * 2 - 1) / np.sqrt(np.float32(size))).astype(np.float32)
    return values


def _smoothed(labels: NDArray[np.int_], classes: int, smoothing: float) -> Floats:
    target = np.full((len(labels), classes), smoothing / classes, np.float32)
    target[np.arange(len(labels)), labels] += 1 - smoothing
    return target


def log_softmax(scores: NDArray[Any]) -> NDArray[Any]:
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: NDArray[Any] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
