"""Weighing of two views, and what belongs together."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.classifier import Classifier, View, weigh
from shop_helper.knowledge.ranking import DATA

CLASSES = ("a", "b", "c", "~banking", "~chat")


def test_shares_are_among_topics_only_and_add_up() -> None:
    evidence = weigh(CLASSES, [[2.0, 1.0, 0.0, 5.0, 0.0]], [1.0], 1.0, 4)
    assert [topic for topic, _ in evidence.topics] == ["a", "b", "c"]
    assert sum(share for _, share in evidence.topics) == pytest.approx(1)
    assert evidence.topics[0][1] / evidence.topics[1][1] == pytest.approx(math.e)


def test_the_blend_decides_which_view_wins() -> None:
    views = [[3.0, 0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 0.0, 0.0]]
    assert weigh(CLASSES, views, [1.0, 0.1], 1.0, 4).topics[0][0] == "a"
    assert weigh(CLASSES, views, [0.1, 1.0], 1.0, 4).topics[0][0] == "b"


def test_all_background_together_is_the_first_sign() -> None:
    evenly = weigh(CLASSES, [[0.0] * 5], [1.0], 1.0, 4)
    assert evenly.signs[0] == pytest.approx(math.log(0.4 / 0.6))


def test_equal_scores_are_ordered_by_name() -> None:
    assert [t for t, _ in weigh(CLASSES, [[0.0] * 5], [1.0], 1.0, 4).topics] == ["a", "b", "c"]


def test_only_allowed_topics_are_named() -> None:
    assert [t for t, _ in weigh(CLASSES, [[9.0, 1, 2, 0, 0]], [1.0], 1.0, 4, {"b", "c", "new"}).topics] == [
        "c",
        "b",
    ]
    assert weigh(CLASSES, [[0.0] * 5], [1.0], 1.0, 4, set()).topics == ()


def test_extreme_scores_give_finite_signs() -> None:
    evidence = weigh(CLASSES, [[900.0, -900.0, 0.0, -900.0, -900.0]], [1.0], 0.0, 0)
    assert all(math.isfinite(sign) for sign in evidence.signs)


def test_without_the_encoder_in_the_build_the_lexical_view_stands_alone(tmp_path: Path) -> None:
    for name in ("classifier.json", "lexical.bin"):
        shutil.copy(DATA / name, tmp_path)
    classifier = Classifier.load(tmp_path)
    assert classifier.view is View.LEXICAL
    assert classifier.evidence("where is my refund").topics


def test_the_lexical_view_needs_no_numpy() -> None:
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "from pathlib import Path\n"
        "from shop_helper.knowledge.classifier import Classifier\n"
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "import shop_helper.knowledge.classifier as c; c.find_spec = lambda name: None\n"
        f"found = c.Classifier.load(Path({str(DATA)!r}))\n"
        "assert found.view == 'lexical' and found.evidence('where is my refund').topics\n"
    )
    _run(program)


def test_loading_a_ranker_loads_neither_numpy_nor_a_model() -> None:
    _run(
        "import sys\n"
        "from shop_helper.knowledge.ranking import Ranker\n"
        "Ranker.load()\n"
        "assert 'numpy' not in sys.modules and 'shop_helper.knowledge.encoder' not in sys.modules\n"
    )


def test_an_encoder_with_another_adapter_is_refused(tmp_path: Path) -> None:
    if not (DATA / "encoder.bin").is_file():
        pytest.skip("no encoder in this build")
    for path in DATA.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    manifest = json.loads((tmp_path / "classifier.json").read_text())
    (tmp_path / "classifier.json").write_text(json.dumps(manifest | {"adapter": "another"}))
    with pytest.raises(KnowledgeError, match="python -m training weights"):
        Classifier.load(tmp_path).evidence("where is my refund")


def test_a_manifest_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "classifier.json").write_text('{"format": 99}')
    with pytest.raises(KnowledgeError, match="format 99"):
        Classifier.load(tmp_path)


def _run(program: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(DATA.parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
