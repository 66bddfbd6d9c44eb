import math
from pathlib import Path

import numpy as np
import pytest

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.lexical import LexicalModel, features
from training.lexical_model import fit_lexical, write_lexical

CLASSES = ["refund.status", "returns.how", "~banking"]
SAID = [
    ("where is my refund", 0), ("refund not here yet", 0), ("when do i get the money back", 0),
    ("how do i send this back", 1), ("start a return", 1), ("i want to return a lamp", 1),
    ("open a bank account", 2), ("what is the balance of my bank account", 2), ("transfer to my bank", 2),
]  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LexicalModel:
    path = tmp_path_factory.mktemp("lexical") / "lexical.bin"
    fitted = fit_lexical([text for text, _ in SAID], np.array([label for _, label in SAID]), len(CLASSES))
    write_lexical(path, fitted, CLASSES)
    return LexicalModel.load(path)


@pytest.mark.parametrize(("text", "label"), SAID)
def test_what_was_learnt_is_scored_highest(model: LexicalModel, text: str, label: int) -> None:
    scores = model.scores(text)
    assert max(range(len(scores)), key=scores.__getitem__) == label


def test_the_file_scores_like_the_fitted_model_up_to_rounding(model: LexicalModel) -> None:
    fitted = fit_lexical([text for text, _ in SAID], np.array([label for _, label in SAID]), len(CLASSES))
    for text, exact in zip(("um my refund", "zzz"), fitted.scores(["um my refund", "zzz"]), strict=True):
        assert model.scores(text) == pytest.approx(exact.tolist(), abs=0.15)


def test_each_kind_of_feature_has_unit_length() -> None:
    weighed = features("where is my refund")
    kinds = {"#": 0.0, " ": 0.0, "word": 0.0}
    for name, value in weighed.items():
        kinds["#" if name[0] == "#" else " " if " " in name else "word"] += value**2
    assert all(math.isclose(total, 1) for total in kinds.values())


def test_fillers_and_punctuation_say_nothing() -> None:
    assert features("um, where is my refund?") == features("where is my refund")


def test_no_words_have_no_features() -> None:
    assert features("") == features("?! ...") == features("um uh") == {}


def test_only_words_that_were_seen_are_known(model: LexicalModel) -> None:
    assert model.known_share("refund zebra") == 0.5
    assert model.known_share("") == 0.0


def test_a_missing_or_broken_file_says_which_command_makes_it(tmp_path: Path) -> None:
    broken = tmp_path / "lexical.bin"
    for content in (None, b"", b"not zlib"):
        if content is not None:
            broken.write_bytes(content)
        with pytest.raises(KnowledgeError, match="python -m training fit"):
            LexicalModel.load(broken)


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, model: LexicalModel) -> None:
    import zlib

    path = tmp_path / "lexical.bin"
    fitted = fit_lexical([text for text, _ in SAID], np.array([label for _, label in SAID]), len(CLASSES))
    write_lexical(path, fitted, CLASSES)
    path.write_bytes(zlib.compress(zlib.decompress(path.read_bytes())[:-3]))
    with pytest.raises(KnowledgeError):
        LexicalModel.load(path)
