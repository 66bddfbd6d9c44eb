"""`accuracy`: how many labelled sentences the recogniser takes for what they mean, by phenomenon.

A file has one object a line:

    {"model": "pizza", "phenomenon": "synonyms", "text": "order a big pizza", "intent": "OrderPizzaIntent",
     "slots": {"size": {"value": "big", "id": "L"}}, "context": {"elicit": ["OrderPizzaIntent", "when"]}}

`model` is a file beside the others (`pizza.json`), or `ours`; `intent` is `launch` for a sentence that only opens the
skill. A slot is compared by what is given: `value`, `id` (null: no value of the list), or `values` (ids of
several). `context`: `elicit`, the slot that was asked for; `asked`, whether a question came before; `own`, the
session's own values by type. Sentences are of 2026-11-24.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from simulator.entities import Entities
from simulator.invocation import called, without_wake_word
from simulator.model import MODELS, Model, load_model
from simulator.recogniser import Context, Recogniser, Recognition, recogniser_for

TODAY = date(2026, 11, 24)
LAUNCH = "launch"
_TESTS = Path(__file__).resolve().parent.parent / "tests"
SENTENCES = _TESTS / "simulator" / "sentences.jsonl"
INVENTED = _TESTS / "models"


class SentenceError(Exception):
    """A line that can't be used: `file:line: problem`."""


@dataclass(frozen=True)
class Labelled:
    text: str
    model: str
    phenomenon: str
    intent: str
    slots: Mapping[str, Mapping[str, Any]]
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    sentence: Labelled
    fault: str
    """Empty when it is right."""
    ms: float


def read_sentences(path: Path = SENTENCES) -> list[Labelled]:
    """Raises SentenceError on the first line that can't be used."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_labelled(line, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]


def _labelled(line: str, where: str) -> Labelled:
    try:
        data = json.loads(line)
        return Labelled(
            text=data["text"],
            model=data.get("model", "ours"),
            phenomenon=data["phenomenon"],
            intent=data["intent"],
            slots=data.get("slots") or {},
            context=data.get("context") or {},
        )
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise SentenceError(
            f'{where}: {problem}; expected {{"text": …, "model": …, "phenomenon": …, "intent": …}}'
        ) from problem


def models_of(sentences: Iterable[Labelled], directory: Path = INVENTED) -> dict[str, Model]:
    """Every model that is named. Raises ModelError."""
    names = {sentence.model for sentence in sentences}
    return {
        name: load_model("en-US", MODELS)
        if name == "ours"
        else Model.load(directory / f"{name}.json", "en-US")
        for name in sorted(names)
    }


def judge(sentences: Iterable[Labelled], models: Mapping[str, Model]) -> list[Judged]:
    """Each sentence by itself."""
    judged = []
    for sentence in sentences:
        recogniser = recogniser_for(models[sentence.model])
        started = perf_counter()
        got = recognise(recogniser, sentence)
        judged.append(Judged(sentence, _fault(sentence, got), (perf_counter() - started) * 1000))
    return judged


def recognise(recogniser: Recogniser, sentence: Labelled) -> Recognition | None:
    """As a device would: without the words that call the skill. None: it is only opened."""
    spoken = without_wake_word(sentence.text)
    call = called(spoken, recogniser.model.invocation)
    if call is not None and not call.words:
        return None
    context = sentence.context
    elicit = context.get("elicit")
    return recogniser.recognise(
        call.words if call else spoken,
        Context(
            TODAY,
            _own(recogniser, context.get("own") or {}),
            (elicit[0], elicit[1]) if elicit else None,
            bool(context.get("asked")),
        ),
    )


def _own(recogniser: Recogniser, own: Mapping[str, Any]) -> Entities:
    entities = recogniser.entities.for_session()
    if own:
        types = [{"name": name, "values": values} for name, values in own.items()]
        entities.update({"updateBehavior": "REPLACE", "types": types})
    return entities


def _fault(sentence: Labelled, got: Recognition | None) -> str:
    intent = got.intent if got else LAUNCH
    if intent != sentence.intent:
        return f"{intent}{f' by {got.method}' if got else ''}, expected {sentence.intent}"
    for name, expected in sentence.slots.items():
        reading = got.slot(name) if got else None
        if reading is None:
            return f"{intent} without {name}, expected {dict(expected)}"
        found: dict[str, Any] = {"value": reading.value, "id": reading.id}
        if reading.parts:
            found = {"values": [part.id for part in reading.parts]}
        if any(found.get(key) != value for key, value in expected.items()):
            return f"{intent} with {name} = {found}, expected {dict(expected)}"
    return ""


def shares(judged: Iterable[Judged]) -> dict[str, tuple[int, int]]:
    """By phenomenon: right, and of how many."""
    found: dict[str, tuple[int, int]] = {}
    for one in judged:
        right, size = found.get(one.sentence.phenomenon, (0, 0))
        found[one.sentence.phenomenon] = (right + (not one.fault), size + 1)
    return found


def table(judged: Sequence[Judged]) -> str:
    """By phenomenon and model, the faults below."""
    models = sorted({one.sentence.model for one in judged})
    rows = [_row("phenomenon", ["all", *models])]
    by_model = {name: shares(one for one in judged if one.sentence.model == name) for name in models}
    everything = shares(judged)
    for phenomenon, (right, size) in sorted(everything.items(), key=lambda item: item[1][0] / item[1][1]):
        cells = [by_model[name].get(phenomenon) for name in models]
        rows.append(
            _row(phenomenon, [_share(right, size), *(_share(*cell) if cell else "" for cell in cells)])
        )
    sums = [tuple(map(sum, zip(*by_model[name].values(), strict=True))) for name in models]
    total = sum(not one.fault for one in judged)
    rows.append(_row("all", [_share(total, len(judged)), *(_share(*pair) for pair in sums)]))
    times = sorted(one.ms for one in judged)
    rows.append(f"\na sentence takes {times[len(times) // 2]:.1f} ms (median), {times[-1]:.0f} ms (slowest)")
    faults = [f"  {one.sentence.model}: “{one.sentence.text}”: {one.fault}" for one in judged if one.fault]
    return "\n".join([*rows, *(["", "not as labelled", *faults] if faults else [])])


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<28}" + "".join(f"{cell:>18}" for cell in cells)


def _share(right: int, size: int) -> str:
    return f"{right}/{size} {right / size:6.1%}"
