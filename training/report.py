"""How well the trained search does on files of labelled questions, by kind: `python -m training measure FILE…`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from shop_helper.knowledge.ranking import Ranker
from training.measure import Question, Tally, read_questions, recognised_badly, tally

_SEED = 7


def measured(files: Iterable[Path], ranker: Ranker, damage: bool = False) -> Iterator[str]:
    """Lines of a table; `damage`: after a bad recogniser has been at the sentences."""
    yield f"{'':34}{'asked':>6}{'right':>8}{'offered':>9}{'wrong':>8}{'declined':>10}"
    for file in files:
        questions = read_questions(file)
        if damage:
            chance = random.Random(_SEED)
            questions = [Question(recognised_badly(q.text, chance), q.right, q.kind) for q in questions]
        tallies = tally(ranker.rank, questions, key=_kind)
        for name, counted in sorted(tallies.items()):
            yield _row(f"{file.stem}{': ' if name else ''}{name}", counted)


def _kind(question: Question) -> str:
    return question.kind.partition(":")[0]


def _row(name: str, counted: Tally) -> str:
    wrong = counted.answered - counted.right
    shares = (counted.right, counted.right + counted.offered_right, wrong, counted.declined)
    return f"{name[:33]:34}{counted.asked:6}" + "".join(
        f"{number / max(1, counted.asked):{width}.1%}"
        for number, width in zip(shares, (8, 9, 8, 10), strict=True)
    )
