"""What is learnt from: the articles' questions and the sentences that have to be declined.

A negatives file holds one sentence a line; a line `# name` starts a domain (until then it is the file's name).
Each domain is a class of its own: what is refused is not one thing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "lambda" / "shop_helper" / "content" / "articles" / "en-US"
NEGATIVES = ROOT / "training" / "negatives"
BACKGROUND = "~"
"""First character of a class that is no topic."""

_SMALL = frozenset("a an the i my me it is to do of and um uh so like can how what you for on in".split())


@dataclass(frozen=True)
class Example:
    text: str
    label: str
    """Topic id, or `~domain` for what has to be declined."""

    @property
    def in_scope(self) -> bool:
        return not self.label.startswith(BACKGROUND)


def load_examples(articles: Path = ARTICLES, negatives: Path = NEGATIVES) -> list[Example]:
    """All of them, ordered by label then text, each text once."""
    found: dict[str, str] = {}
    for path in sorted(articles.glob("*.md")):
        for text in _questions(path):
            found.setdefault(text, path.stem)
    for path in sorted(negatives.glob("*.txt")):
        for text, domain in _negatives(path):
            found.setdefault(text, BACKGROUND + domain)
    return sorted((Example(text, label) for text, label in found.items()), key=lambda e: (e.label, e.text))


def fingerprint(examples: Iterable[Example]) -> str:
    """SHA-256 over all of them: what a trained artefact says it was made from."""
    return hashlib.sha256("\n".join(f"{e.label}\t{e.text}" for e in examples).encode()).hexdigest()


def near_duplicate_groups(examples: Sequence[Example]) -> list[int]:
    """A number an example; those of one label that share most of their words get the same."""
    groups = list(range(len(examples)))
    by_label: dict[str, list[int]] = {}
    bags = [_bag(example.text) for example in examples]
    for number, example in enumerate(examples):
        for other in by_label.setdefault(example.label, []):
            shared = len(bags[number] & bags[other])
            if shared >= 0.6 * len(bags[number] | bags[other]):
                groups[number] = groups[other]
                break
        by_label[example.label].append(number)
    return groups


def folds(examples: Sequence[Example], count: int) -> list[int]:
    """The fold of each example: near-duplicates together, each label spread evenly. No randomness."""
    groups = near_duplicate_groups(examples)
    order: dict[str, list[int]] = {}
    for example, group in zip(examples, groups, strict=True):
        seen = order.setdefault(example.label, [])
        if group not in seen:
            seen.append(group)
    place: dict[int, int] = {}
    for seen in order.values():
        shuffled = sorted(seen, key=lambda g: hashlib.sha256(examples[g].text.encode()).digest())
        place.update((group, position % count) for position, group in enumerate(shuffled))
    return [place[group] for group in groups]


def _bag(text: str) -> frozenset[str]:
    words = text.split()
    return frozenset(word for word in words if word not in _SMALL) or frozenset(words)


def _questions(path: Path) -> list[str]:
    _, _, asked = path.read_text(encoding="utf-8").partition("\n# Questions")
    section = re.split(r"^# ", asked, maxsplit=1, flags=re.MULTILINE)[0]
    return [" ".join(line[2:].split()) for line in section.splitlines() if line.startswith("- ")]


def _negatives(path: Path) -> list[tuple[str, str]]:
    domain, found = path.stem, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            domain = line[1:].strip()
        elif line.strip():
            found.append((" ".join(line.split()), domain))
    return found
