"""Every SSML that the skill can say, each once, with where it comes from.

Prompts in every variant and articles in every section, with sample values and with values that are markup; and what is
really said: in the conversation files, and on a random walk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from authoring.compile import compile_knowledge
from authoring.spoken import TODAY, samples
from shop_helper.dialog.reply import Text
from shop_helper.speech.ssml import slowly, to_ssml
from shop_helper.speech.wording import Wording
from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.subject import Subject
from simulator.check.walk import walk
from simulator.conversations import Conversation, act, read_conversation
from simulator.device import Device
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model
from tests.every_turn import MODEL
from tests.stored import Watch

CONVERSATIONS = sorted((Path(__file__).resolve().parents[1] / "conversations").rglob("*.yaml"))
MARKUP = 'Salt & Pepper\'s <b>"Best"</b> &amp; more'
"""A seller may call himself so."""

SECTIONS = ("say", "warning", "more", "steps")


def everything_said(turns: int, seed: int = 1) -> dict[str, str]:
    """SSML → the first place it was found in. `turns`: of the walk."""
    data = compile_knowledge()
    said: dict[str, str] = {}
    for place, words in [*of_prompts(data), *of_articles(data)]:
        said.setdefault(to_ssml(words), place)
        said.setdefault(to_ssml(slowly(words)), f"{place}, slowly")
    with local_skill(in_memory=True) as skill:
        for path in CONVERSATIONS:
            for ssml in of_conversation(read_conversation(path, Watch().checks), skill):
                said.setdefault(ssml, f"conversation {path.stem}")
        for ssml in of_walk(turns, seed, skill):
            said.setdefault(ssml, f"a walk with seed {seed}")
    return said


def of_prompts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    values = samples(data)
    awkward = {name: MARKUP if isinstance(value, str) else value for name, value in values.items()}
    for name, variants in data["prompts"].items():
        for number, words in enumerate(variants, 1):
            wording = Wording({"it": [words]})
            for given in (values, awkward):
                yield f"prompt {name}, variant {number}", wording.words(Text("it", given), TODAY)


def of_articles(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for topic, article in data["articles"].items():
        for name in SECTIONS:
            for section in article[name]:
                for number, words in enumerate(section["words"], 1):
                    for given in ("the desk lamp", MARKUP):
                        filled = words.replace("{item}", given).replace("{seller}", given)
                        yield f"article {topic}, {name} {number} {section['when']}", filled


def of_conversation(conversation: Conversation, skill: LocalSkill) -> Iterator[str]:
    """Whatever was changed in the conversations before: here only the words count."""
    device = Device(skill, load_model("en-US"), customer=conversation.customer, device=conversation.device)
    for turn in conversation.turns:
        yield from of_response(act(device, turn.action, turn.argument).response)


def of_walk(turns: int, seed: int, skill: LocalSkill) -> list[str]:
    heard: list[str] = []

    def listen(turn: Exchange, customer: str | None) -> list[Finding]:
        heard.extend(of_response(turn.response))
        return []

    people = (None, *skill.world.customers)
    walk(Subject(skill, MODEL, "en-US", people, extra=(listen,)), turns, seed)
    return heard


def of_response(response: Mapping[str, Any]) -> Iterator[str]:
    body = response.get("response") or {}
    for speech in (body.get("outputSpeech"), (body.get("reprompt") or {}).get("outputSpeech")):
        if speech:
            yield speech["ssml"]
