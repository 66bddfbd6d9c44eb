"""The encoder's arithmetic on a small invented network; benchmarks/search.py measures the real weights' quality."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.encoder import Encoder, read_header
from training import weights
from training.source import Source

VOCABULARY = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[unused1]",
    "my",
    "order",
    "refund",
    "##s",
    "где",
    "1999",
    "12",
)
SIZE, INNER = weights.SIZE, 1536


@pytest.fixture(scope="module")
def source() -> Source:
    """A network of the right shape with random weights."""
    chance = np.random.default_rng(7)

    def matrix(*shape: int) -> NDArray[np.float32]:
        return chance.normal(0, 0.05, shape).astype(np.float32)

    tensors = {
        "embeddings.word_embeddings.weight": matrix(len(VOCABULARY), SIZE),
        "embeddings.position_embeddings.weight": matrix(512, SIZE),
        "embeddings.token_type_embeddings.weight": matrix(2, SIZE),
        "embeddings.LayerNorm.weight": 1 + matrix(SIZE),
        "embeddings.LayerNorm.bias": matrix(SIZE),
    }
    shapes = {
        "attention.self.query": (SIZE, SIZE), "attention.self.key": (SIZE, SIZE), "attention.self.value": (SIZE, SIZE),
        "attention.output.dense": (SIZE, SIZE), "intermediate.dense": (INNER, SIZE), "output.dense": (SIZE, INNER),
    }  # fmt: skip
    for layer in range(weights.LAYERS):
        for name, shape in shapes.items():
            tensors[f"encoder.layer.{layer}.{name}.weight"] = matrix(*shape)
            tensors[f"encoder.layer.{layer}.{name}.bias"] = matrix(shape[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            tensors[f"encoder.layer.{layer}.{name}.weight"] = 1 + matrix(SIZE)
            tensors[f"encoder.layer.{layer}.{name}.bias"] = matrix(SIZE)
    return Source(tensors, VOCABULARY)


@pytest.fixture(scope="module")
def path(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("encoder") / "encoder.bin"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "load_source", lambda: source)
        weights.write_weights(written, adapter=None)
    return written


@pytest.fixture(scope="module")
def encoder(path: Path) -> Encoder:
    return Encoder.load(path)


def plainly(source: Source, ids: list[int]) -> NDArray[Any]:
    """The published formulas, one sentence, float64, nothing fused, merged or rounded."""
    t = {name: values.astype(np.float64) for name, values in source.tensors.items()}

    def norm(x: NDArray[Any], name: str) -> NDArray[Any]:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * t[f"{name}.weight"] + t[f"{name}.bias"]

    def linear(x: NDArray[Any], name: str) -> NDArray[Any]:
        return x @ t[f"{name}.weight"].T + t[f"{name}.bias"]

    x = t["embeddings.word_embeddings.weight"][ids] + t["embeddings.token_type_embeddings.weight"][0]
    x = norm(x + t["embeddings.position_embeddings.weight"][: len(ids)], "embeddings.LayerNorm")
    for layer in range(weights.LAYERS):
        at = f"encoder.layer.{layer}."
        q, k, v = (linear(x, f"{at}attention.self.{name}") for name in ("query", "key", "value"))
        heads = []
        for head in range(weights.HEADS):
            part = slice(head * 32, head * 32 + 32)
            scores = np.exp(q[:, part] @ k[:, part].T / np.sqrt(32))
            heads.append(scores / scores.sum(-1, keepdims=True) @ v[:, part])
        x = norm(
            x + linear(np.concatenate(heads, 1), f"{at}attention.output.dense"),
            f"{at}attention.output.LayerNorm",
        )
        h = linear(x, f"{at}intermediate.dense")
        h = h / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))
        x = norm(x + linear(h, f"{at}output.dense"), f"{at}output.LayerNorm")
    pooled: NDArray[Any] = x.mean(0)
    unit: NDArray[Any] = pooled / np.linalg.norm(pooled)
    return unit


def test_the_fused_rounded_arithmetic_agrees_with_the_plain_formulas(
    source: Source, encoder: Encoder
) -> None:
    exact = plainly(source, [2, 5, 6, 8, 3])
    assert float(encoder.encode("my orders") @ exact) > 0.999


def test_vectors_have_unit_length_and_do_not_change_between_calls(encoder: Encoder) -> None:
    first, again = encoder.encode("my refund"), encoder.encode("my refund")
    assert np.array_equal(first, again)
    assert float(np.linalg.norm(first)) == pytest.approx(1, abs=1e-5)


def test_many_at_once_are_the_same_as_one_by_one(encoder: Encoder) -> None:
    texts = ["my refund", "orders", "", "refunds my order", "my order"]
    together = encoder.encode_many(texts, batch=2)
    for text, row in zip(texts, together, strict=True):
        assert encoder.encode(text) == pytest.approx(row, abs=1e-5)


def test_pieces_that_spoken_english_never_needs_are_left_out(path: Path) -> None:
    kept = read_header(path)[0]["vocabulary"].split("\n")
    assert kept == ["[UNK]", "[CLS]", "[SEP]", "my", "order", "refund", "##s", "12"]


def test_an_adapter_changes_the_vectors(source: Source, path: Path, tmp_path: Path, encoder: Encoder) -> None:
    thin = np.random.default_rng(1).normal(0, 0.3, (2, SIZE)).astype(np.float16)
    adapter: dict[str, Any] = {"3_value_a": thin, "3_value_b": thin.T.copy()}
    np.savez(tmp_path / "adapter.npz", **adapter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "load_source", lambda: source)
        weights.write_weights(tmp_path / "adapted.bin", tmp_path / "adapter.npz")
    adapted = Encoder.load(tmp_path / "adapted.bin")
    assert adapted.checksum != encoder.checksum == "none"
    assert float(adapted.encode("my order") @ encoder.encode("my order")) < 0.99


@pytest.mark.parametrize("content", [b"", b"\x00\xff\n", b"[]\n", b'{"format": 99}\n', b"{}\n"])
def test_a_file_of_another_kind_says_which_command_makes_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "encoder.bin"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError, match="python -m training weights"):
        Encoder.load(path)


def test_a_file_that_is_cut_off_says_which_command_makes_it(tmp_path: Path, path: Path) -> None:
    short = tmp_path / "encoder.bin"
    short.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(KnowledgeError, match="python -m training weights"):
        Encoder.load(short)


def test_the_header_is_one_line_of_json_and_arrays_are_aligned(path: Path) -> None:
    header, start = read_header(path)
    assert start % 64 == 0
    assert json.loads(path.read_bytes()[:start]) == header
    assert all(spec["offset"] % 64 == 0 for spec in header["arrays"].values())
