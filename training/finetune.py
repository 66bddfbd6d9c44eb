"""Fits a low-rank adapter to the base encoder with torch: the only module that needs torch.

The base stays frozen; each of the six matrices of each layer gets a product of two thin ones added. Sentences are
drawn to their class (cross-entropy on a linear head over the pooled unit vector, labels smoothed) and to each
other (a supervised contrastive term). Half of them are damaged on the way, as a recogniser would.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from shop_helper.knowledge.tokenizer import Tokenizer
from training.damage import damaged
from training.examples import Example
from training.framing import framed
from training.source import Source

MATRICES = ("query", "key", "value", "out", "up", "down")
NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
}  # fmt: skip
LAYERS, HEADS, SIZE = 6, 12, 384
EPSILON = 1e-12


@dataclass(frozen=True)
class Recipe:
    """What was found to work best by cross-validation; see docs/search.md."""

    rank: int = 16
    alpha: float = 32.0
    epochs: int = 4
    batch: int = 64
    rate: float = 1e-3
    head_rate: float = 1e-2
    smoothing: float = 0.1
    contrast: float = 0.2
    temperature: float = 0.1
    dropout: float = 0.1
    damage: float = 0.5
    frame: float = 0.25
    scale: float = 12.0
    seed: int = 20261124


class AdaptedEncoder(torch.nn.Module):
    """The encoder of `shop_helper.knowledge.encoder`, with the adapter beside the frozen weights."""

    def __init__(self, source: Source, recipe: Recipe) -> None:
        super().__init__()
        self.base = {name: torch.from_numpy(values.copy()) for name, values in source.tensors.items()}
        self.factor, self.drop = recipe.alpha / recipe.rank, recipe.dropout
        self.adapter = torch.nn.ParameterDict()
        for layer in range(LAYERS):
            for name in MATRICES:
                rows, columns = self.base[f"encoder.layer.{layer}.{NAMES[name]}.weight"].shape
                down = torch.empty(recipe.rank, columns)
                torch.nn.init.kaiming_uniform_(down, a=math.sqrt(5))
                self.adapter[f"{layer}_{name}_a"] = torch.nn.Parameter(down)
                self.adapter[f"{layer}_{name}_b"] = torch.nn.Parameter(torch.zeros(rows, recipe.rank))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        base = self.base
        x = base["embeddings.word_embeddings.weight"][ids]
        x = x + base["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = x + base["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        x = functional.dropout(x, self.drop, self.training)
        unseen = (mask[:, None, None, :] - 1) * 1e4
        for layer in range(LAYERS):
            x = self._layer(x, unseen, layer)
        pooled = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(pooled, dim=1)

    def _layer(self, x: torch.Tensor, unseen: torch.Tensor, layer: int) -> torch.Tensor:
        query, key, value = (self._split(self._linear(x, layer, name)) for name in MATRICES[:3])
        # Written out: for sentences this short it is three times as fast as the fused function.
        shares = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(SIZE // HEADS) + unseen, dim=-1)
        context = (shares.to(value.dtype) @ value).transpose(1, 2).reshape(x.shape)
        prefix = f"encoder.layer.{layer}."
        x = self._norm(x + self._linear(context, layer, "out"), f"{prefix}attention.output.LayerNorm")
        inner = functional.gelu(self._linear(x, layer, "up"), approximate="tanh")
        return self._norm(x + self._linear(inner, layer, "down"), f"{prefix}output.LayerNorm")

    def _linear(self, x: torch.Tensor, layer: int, name: str) -> torch.Tensor:
        full = f"encoder.layer.{layer}.{NAMES[name]}"
        y = functional.linear(x, self.base[f"{full}.weight"], self.base[f"{full}.bias"])
        thin = functional.linear(x, self.adapter[f"{layer}_{name}_a"])
        return y + self.factor * functional.linear(thin, self.adapter[f"{layer}_{name}_b"])

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(
            x, (SIZE,), self.base[f"{name}.weight"], self.base[f"{name}.bias"], EPSILON
        )

    @staticmethod
    def _split(x: torch.Tensor) -> torch.Tensor:
        return x.view(x.shape[0], x.shape[1], HEADS, SIZE // HEADS).transpose(1, 2)

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """The adapter as it is kept: `<layer>_<matrix>_a` and `_b`, the factor multiplied into `b`."""
        kept = {}
        for name, values in self.adapter.items():
            factor = self.factor if name.endswith("_b") else 1.0
            kept[name] = (values.detach().numpy() * factor).astype(np.float16)
        return kept


def fit_adapter(
    examples: Sequence[Example], source: Source, recipe: Recipe, report: Any = print
) -> dict[str, NDArray[np.float16]]:
    """The adapter for these examples. Same examples and recipe: same adapter."""
    torch.set_num_threads(
        1
    )  # the fit runs two of these side by side; sharing a core among threads is far slower
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    labels = sorted({example.label for example in examples})
    target = torch.tensor([labels.index(example.label) for example in examples])
    tokenizer = Tokenizer(source.vocabulary)
    encoder, head = AdaptedEncoder(source, recipe), torch.nn.Linear(SIZE, len(labels))
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    groups = [
        {"params": list(encoder.parameters()), "lr": recipe.rate, "weight_decay": 0.01},
        {"params": list(head.parameters()), "lr": recipe.head_rate, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = recipe.epochs * math.ceil(len(examples) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    encoder.train()
    for epoch in range(recipe.epochs):
        total = 0.0
        for rows in _batches(examples, recipe.batch, chance):
            texts = [examples[row].text for row in rows]
            texts = [framed(text, chance) if chance.random() < recipe.frame else text for text in texts]
            texts = [damaged(text, chance) if chance.random() < recipe.damage else text for text in texts]
            vectors = encoder(*_padded([tokenizer.encode(text) for text in texts]))
            loss = _loss(vectors, head, target[rows], recipe)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        report(f"epoch {epoch + 1} of {recipe.epochs}: loss {total / len(examples):.3f}")
    return encoder.arrays()


def _pace(step: int, steps: int) -> float:
    warm = max(1, steps // 20)
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def _batches(examples: Sequence[Example], size: int, chance: random.Random) -> list[list[int]]:
    """Sentences of about one length together, in random order: little padding, no pattern."""
    order = sorted(range(len(examples)), key=lambda row: len(examples[row].text) * chance.uniform(0.7, 1.3))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def _padded(pieces: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, pieces))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in pieces])
    mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in pieces])
    return ids, mask


def _loss(vectors: torch.Tensor, head: torch.nn.Linear, target: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    scores = head(functional.dropout(vectors, recipe.dropout) * recipe.scale)
    loss = functional.cross_entropy(scores, target, label_smoothing=recipe.smoothing)
    if not recipe.contrast:
        return loss
    alike = vectors @ vectors.T / recipe.temperature
    alike = alike - 1e9 * torch.eye(len(target))
    same = (target[:, None] == target[None, :]).float().fill_diagonal_(0)
    drawn = (same * functional.log_softmax(alike, dim=1)).sum(1) / same.sum(1).clamp(min=1)
    return loss - recipe.contrast * drawn.sum() / (same.sum(1) > 0).sum().clamp(min=1)
