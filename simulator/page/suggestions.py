"""What could be said next: answers to the question that was just heard, else phrases of the model.

Works from the words heard, as a customer does, so it knows any skill and trusts none: yes and no for a question that
begins with a verb, the choices of one that lists them, the values of a slot that Alexa asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.answer import Answer
from simulator.language import language_of
from simulator.model import Intent, Model

MOST = 6
_YES_NO = ("yes", "no")
_OPENERS = frozenset("do does did have has would".split())
_LONGEST_CHOICE = 7
"""Words; what is longer is no choice but a sentence."""

_ALWAYS = (
    ("AMAZON.RepeatIntent", "repeat that"),
    ("AMAZON.HelpIntent", "help"),
    ("AMAZON.CancelIntent", "cancel"),
    ("AMAZON.StopIntent", "stop"),
)
_I = re.compile(r"\bi\b")
"""Models are written in small letters; people aren't used to reading that."""
_SLOT = re.compile(r"\{(\w+)}")


def suggestions(model: Model, answer: Answer | None) -> list[str]:
    """`answer`: the last one; None before the first."""
    if answer is None or not answer.session_open:
        return _first(_opening(model))
    if answer.dialog.startswith("elicits "):
        return _first(_slot_values(model, answer.dialog.removeprefix("elicits ")))
    asked = question_of(answer.speech)
    if not asked and not answer.reprompt:
        return _first(examples(model))
    again = question_of(answer.reprompt) or asked
    if is_yes_no(asked, model.locale) and not choices_in(again):
        return list(_YES_NO)
    found = choices_in(again) or choices_in(asked)
    if found:
        return _first([*found, *_others(answer.speech)])
    if asked and is_open(asked):
        return _first(examples(model))
    return _first(_always(model))


def question_of(speech: str) -> str:
    """The last question in it, without its mark; empty when there is none."""
    asked = [part for part in re.split(r"(?<=[.!?])\s+", speech.strip()) if part.endswith("?")]
    return asked[-1].rstrip("?") if asked else ""


def is_yes_no(question: str, locale: str) -> bool:
    words = question.lower().split()
    if words[-3:] == ["yes", "or", "no"]:
        return True
    # After a comma a question may only just begin: "If so, shall I …".
    starts = [part.split()[0] for part in question.lower().split(", ") if part.split()][:2]
    verbs = language_of(locale).auxiliaries | _OPENERS
    return any(start in verbs for start in starts) and not re.search(r",? or ", question)


def is_open(question: str) -> bool:
    """Whether anything at all may be said to it."""
    return bool(re.search(r"\bwhat (else )?(would|do|can|may|shall) (you|i)\b", question.lower()))


def choices_in(question: str) -> list[str]:
    """What a question lists: "Which one: the kettle, the lamp, or the coat"; empty when it lists nothing."""
    if " or " not in question or is_ending_yes_no(question):
        return []
    listed = question.rsplit(": ", 1)[-1]
    parts = [part.strip(" ,") for part in re.split(r",? or |, ", listed)]
    parts[0] = re.sub(
        r"^(do you mean|did you mean|is it|is it that|would you like) ", "", parts[0], flags=re.I
    )
    if any(not part or len(part.split()) > _LONGEST_CHOICE for part in parts):
        return []
    return [_lowered(part) for part in parts]


def is_ending_yes_no(question: str) -> bool:
    return question.lower().endswith("yes or no") and len(question.split()) > len(_YES_NO) + 1


def examples(model: Model) -> Iterator[str]:
    """One phrase of each of the model's own intents, without slots where it has one; then of its catch-all."""
    own = [intent for intent in model.intents.values() if not intent.name.startswith("AMAZON.")]
    for intent in own:
        plain = next((sample for sample in intent.samples if "{" not in sample), None)
        if plain:
            yield plain
    for intent in own:
        if intent.samples and all("{" in sample for sample in intent.samples):
            filled = _filled(model, intent)
            if filled:
                yield filled


def _opening(model: Model) -> Iterator[str]:
    yield f"open {model.invocation}"
    yield from examples(model)


def _filled(model: Model, intent: Intent) -> str:
    """Its first sample with values of the model; empty when one of its slots has none there."""
    types = {slot.name: slot.type for slot in intent.slots}
    sample = intent.samples[0]
    for name in _SLOT.findall(sample):
        values = model.types.get(types.get(name, ""), ())
        if not values:
            return ""
        sample = sample.replace(f"{{{name}}}", values[0].name)
    return sample


def _slot_values(model: Model, slot_name: str) -> Iterator[str]:
    for intent in model.intents.values():
        slot = intent.slot(slot_name)
        if slot is not None:
            yield from (value.name for value in model.types.get(slot.type, ()))


def _others(speech: str) -> list[str]:
    """What a skill says can be said beside: "Or say: another one."."""
    return [found.strip() for found in re.findall(r"\bor say:? ([\w' ]+)[.?]", speech, flags=re.I)]


def _always(model: Model) -> Iterator[str]:
    return (words for name, words in _ALWAYS if name in model.intents)


def _first(phrases: Iterable[str]) -> list[str]:
    """The first few, each once."""
    found: dict[str, None] = {}
    for phrase in phrases:
        found[_I.sub("I", phrase)] = None
        if len(found) == MOST:
            break
    return list(found)


def _lowered(words: str) -> str:
    """Without the capital of a sentence's start; names keep theirs."""
    first = words.split()[0]
    return words[0].lower() + words[1:] if first.lower() in _STARTS else words


_STARTS = frozenset("the a an my as is damaged another yes no".split())
