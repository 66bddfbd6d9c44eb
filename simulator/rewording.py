"""The same thing said with more words or in another order: openings left out, reported questions turned round.

could you please tell me where my order is → where my order is → where is my order
(ask shop helper) if i can return the kettle → can i return the kettle
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.language import Language
from simulator.sentence import Sentence

_MAX = 12
"""Rewordings of one sentence that are tried."""


def rewordings(sentence: Sentence, language: Language) -> list[Sentence]:
    """The sentence itself first, then what it comes down to, without repetitions."""
    found = {sentence.texts: sentence}
    queue = [sentence]
    while queue and len(found) < _MAX:
        for other in _one_step(queue.pop(0), language):
            if other.words and other.texts not in found:
                found[other.texts] = other
                queue.append(other)
    return list(found.values())


def _one_step(sentence: Sentence, language: Language) -> Iterator[Sentence]:
    words = sentence.texts
    opening = next((f for f in language.fillers if len(f) < len(words) and words[: len(f)] == f), None)
    if opening:
        yield sentence.slice(len(opening))
    closing = next((c for c in language.closings if len(c) < len(words) and words[-len(c) :] == c), None)
    if closing:
        yield sentence.slice(0, len(words) - len(closing))
    for said, same in language.equivalents.items():
        if words[: len(said)] == said and len(words) > len(said):
            texts = (*same, *words[len(said) :])
            yield sentence.slice(len(said) - len(same)).reworded(texts)
    if words[:2] in (("if", "they"), ("whether", "they")) and len(words) > 2:
        if words[2] in language.auxiliaries:  # "if they are open" → are you open
            yield sentence.slice(1).reworded((words[2], "you", *words[3:]))
        else:  # "if they have it" → do you have it
            yield sentence.reworded(("do", "you", *words[2:]))
    turned = _asked_directly(words, language)
    if turned is not None:
        yield sentence.reordered(turned)


def _asked_directly(words: tuple[str, ...], language: Language) -> list[int] | None:
    """The order of words of the direct question in a reported one; None where it is none."""
    start = 1 if words and words[0] in ("if", "whether") else 0
    lead = start
    while lead < len(words) and words[lead] in language.question_words | {"what"}:
        lead += 1
    verb = next((n for n in range(lead + 1, len(words)) if words[n] in language.auxiliaries), None)
    if verb is None or verb - lead > 5:
        return None
    subject = words[lead:verb]
    reported = start > 0 or lead > start or (len(subject) == 1 and subject[0] in language.subjects)
    if not reported or not (len(subject) > 1 or subject[0] in language.subjects or lead > start):
        return None
    if lead == start and not start and subject[0] not in language.subjects:
        return None
    return [*range(start, lead), verb, *range(lead, verb), *range(verb + 1, len(words))]
