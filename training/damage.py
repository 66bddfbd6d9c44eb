"""What a speech recogniser, or a hurried speaker, does to a sentence; used to make training sturdier.

Every function takes the random generator, so the same seed damages the same way.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import cache

from training.examples import load_examples
from training.sounds import SoundAlike

_SEEN = 3
"""A word that stands in so many sentences is one that a recogniser would hear."""
_SOUND_ALIKE = (
    "their there they're", "to two too", "for four", "buy by bye", "male mail", "sale sail", "wait weight",
    "right write", "would wood", "brake break", "sell cell", "cent sent scent", "seller cellar", "your you're",
    "its it's", "hour our", "here hear", "no know", "new knew", "one won", "week weak", "whole hole", "read red",
    "piece peace", "fair fare", "pair pear", "week weeks", "item items", "return returns", "refund refunds",
    "order orders", "fee free", "ship chip", "shipped chipped", "parcel partial", "charge charged", "where wear were",
    "then than", "bill build", "bank back", "card car", "code coat", "late light", "box books", "track truck",
    "case cash", "call cold", "phone home", "claim clam", "gift give", "label table", "change chain",
    "tax taxi", "receipt receive", "review revue", "vendor bender", "courier carrier", "address a dress",
    "account a count", "refund re fund", "received receive", "cancel can sell", "delivery deliver he",
    "policy policies", "payment pavement", "ordered order", "returned return", "missing messing", "email e mail",
    "voucher vulture", "invoice in voice", "password pass word", "checkout check out", "login log in",
    "online on line", "warranty warrant tea", "package packages", "message massage", "human who man",
)  # fmt: skip
_GROUPS_OF_THREE = "their there they're|to two too|buy by bye|cent sent scent|where wear were".split("|")
_SMALL = frozenset(
    "a an the i my is it to do of and for you can in on this that with me be was have has at are i'm it's".split()
)
_FILLERS = "um|uh|like|so|well|er|you know|okay|i mean|hey|hi|please|yeah".split("|")


def damaged(text: str, chance: random.Random) -> str:
    """One to three accidents; never empty."""
    words = text.split()
    for _ in range(chance.choice((1, 1, 2, 3))):
        words = chance.choice(_ACCIDENTS)(words, chance) or words
    return " ".join(words)


def one_accident(text: str, chance: random.Random) -> str:
    """Exactly one."""
    words = text.split()
    return " ".join(chance.choice(_ACCIDENTS)(words, chance) or words)


def _place(words: list[str], chance: random.Random, takes: Callable[[str], bool]) -> int | None:
    """Where one of the words stands that may meet with an accident."""
    places = [at for at, word in enumerate(words) if takes(word)]
    return chance.choice(places) if places else None


def _drop_small(words: list[str], chance: random.Random) -> list[str]:
    return [word for word in words if word not in _SMALL or chance.random() > 0.4]


def _drop_one(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return words[:at] + words[at + 1 :] if len(words) > 3 else words


def _alike(words: list[str], chance: random.Random) -> list[str]:
    alike = _sound_alike()
    at = _place(words, chance, lambda word: word in alike)
    if at is None:
        return words
    return words[:at] + chance.choice(alike[words[at]]).split("_") + words[at + 1 :]


def _heard_as(words: list[str], chance: random.Random) -> list[str]:
    """A word taken for any other of the vocabulary that sounds like it."""
    at = chance.randrange(len(words))
    alike = _sounds().of(words[at]) if len(words[at]) > 2 else []
    return [*words[:at], chance.choice(alike), *words[at + 1 :]] if alike else words


def _heard_as_two(words: list[str], chance: random.Random) -> list[str]:
    at = _place(words, chance, lambda word: len(word) >= 5)
    if at is None:
        return words
    halves = _sounds().halves(words[at])
    return [*words[:at], *chance.choice(halves), *words[at + 1 :]] if halves else words


@cache
def _sounds() -> SoundAlike:
    counted = Counter(word for example in load_examples() for word in example.text.split())
    return SoundAlike(word for word, count in counted.items() if count >= _SEEN)


def _split(words: list[str], chance: random.Random) -> list[str]:
    at = _place(words, chance, lambda word: len(word) >= 7)
    if at is None:
        return words
    cut = chance.randrange(3, len(words[at]) - 2)
    return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]]


def _merge(words: list[str], chance: random.Random) -> list[str]:
    if len(words) < 3:
        return words
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _swap(words: list[str], chance: random.Random) -> list[str]:
    if len(words) < 2:
        return words
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _cut_off(words: list[str], chance: random.Random) -> list[str]:
    """The device starts to listen late, or stops early."""
    if len(words) < 5:
        return words
    return words[chance.randrange(1, 3) :] if chance.random() < 0.5 else words[: -chance.randrange(1, 3)]


def _filler(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words) + 1)
    return [*words[:at], chance.choice(_FILLERS), *words[at:]]


def _repeat(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[: at + 1], *words[max(0, at - chance.randrange(2)) :]]


def _misheard(words: list[str], chance: random.Random) -> list[str]:
    """One letter lost, doubled or swapped: also what a typing customer does."""
    at = _place(words, chance, lambda word: len(word) >= 4)
    if at is None:
        return words
    word, cut = words[at], chance.randrange(1, len(words[at]) - 1)
    spelt = (
        word[:cut] + word[cut + 1 :],
        word[:cut] + word[cut] + word[cut:],
        word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
    )
    return [*words[:at], chance.choice(spelt), *words[at + 1 :]]


@cache
def _sound_alike() -> dict[str, tuple[str, ...]]:
    alike: dict[str, tuple[str, ...]] = {}
    for line in _SOUND_ALIKE:
        first, *rest = line.split()
        alike[first] = tuple(rest) if _is_group(line) else ("_".join(rest),)
        if _is_group(line):
            alike.update((word, tuple(w for w in line.split() if w != word)) for word in rest)
    return alike


def _is_group(line: str) -> bool:
    """Words that stand for each other, not one word heard as several."""
    return len(line.split()) == 2 or line in _GROUPS_OF_THREE


_ACCIDENTS: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    _drop_small, _drop_small, _drop_one, _alike, _alike, _heard_as, _heard_as, _heard_as_two, _heard_as_two, _split,
    _merge, _swap, _cut_off, _filler, _repeat, _misheard,
)  # fmt: skip
