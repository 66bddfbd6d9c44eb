"""The help knowledge base: articles, facts, policy, prompts; one compiled file, no Alexa and no AWS.

    knowledge = KnowledgeBase.load(COMPILED / "en-US.json", ranker=Ranker.load(DATA))
    answer = knowledge.ask("how long do I have to send things back", audience="buyer")
    answer.decision, answer.topics, answer.say, answer.card

The file is made by `python -m authoring compile`; its shape is written down there.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.required import shortcomings

__all__ = ["COMPILED", "KnowledgeBase"]

if TYPE_CHECKING:
    from shop_helper.knowledge.encoder import Floats
    from shop_helper.knowledge.ranking import Ranker, Ranking

SCHEMA = 2
COMPILED = Path(__file__).resolve().parent.parent / "content" / "compiled" / "example"
"""Where the example profile lies, compiled; the others lie beside it (`knowledge.bundled`)."""


@dataclass(frozen=True)
class Section:
    when: frozenset[str]
    words: tuple[str, ...]
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Sentences of the words that say what the shop hasn't stated."""

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def text_after(self, told: Collection[str]) -> str:
        """The text without what has been said to be missing already; `told` are marks (`mark_of`)."""
        text = self.text
        for sentence in self.missing:
            if mark_of(sentence) in told:
                text = " ".join(text.replace(sentence, " ").split())
        return text


@dataclass(frozen=True)
class Article:
    """One subject: what is said, read step by step, put on the card."""

    id: str
    title: str
    say_title: str
    audience: str
    answer_by: str
    follow_up: tuple[str, ...]
    say: tuple[Section, ...]
    more: tuple[Section, ...]
    warning: tuple[Section, ...]
    steps: tuple[Section, ...]
    card: tuple[Section, ...]
    sources: tuple[str, ...]
    reviewed_on: date

    def is_for(self, audience: str | None) -> bool:
        """Anything is for somebody who isn't known."""
        return audience is None or self.audience in ("both", audience)

    @property
    def differs_by_audience(self) -> bool:
        """Buyer and seller get different answers and no shared one is there."""
        return self.audience == "both" and all(section.when for section in self.say)

    @property
    def depends_on_order(self) -> bool:
        return any(section.when - {"buyer", "seller"} for section in (*self.say, *self.steps))


@dataclass(frozen=True)
class Answer:
    """What the knowledge base has to say to a question."""

    decision: str
    """`answer`, `choose` (two or three topics are close), `ask_audience`, or `decline`."""
    topics: tuple[str, ...]
    """One topic for an answer, two or three to choose among, none for a refusal."""
    confidence: float
    """0 to 1: how likely the first topic is right."""
    say: str = ""
    """Spoken words, markers included (see `speech.ssml`)."""
    steps: tuple[str, ...] = ()
    card: str = ""
    nearby: tuple[str, ...] = ()
    """For a refusal: topics that came nearest."""
    facts: tuple[str, ...] = ()
    """Keys of the facts that the words hold."""


def mark_of(sentence: str) -> str:
    """A few characters that stand for a sentence in the session."""
    return f"{zlib.crc32(sentence.encode()):08x}"


def pick(sections: tuple[Section, ...], holds: Collection[str]) -> Section | None:
    """The most specific section all of whose conditions hold; the first of equals; None when none fits."""
    fitting = [section for section in sections if section.when <= set(holds)]
    return max(fitting, key=lambda section: len(section.when), default=None)


class KnowledgeBase:
    """A loaded, validated knowledge base."""

    def __init__(self, data: Mapping[str, Any], checksum: str = "", ranker: Ranker | None = None) -> None:
        self.locale: str = data["locale"]
        self.profile: Mapping[str, str] = data["profile"]
        """`name` of the store profile, and `sha256` of its file."""
        self.checksum = checksum
        self.policy: Mapping[str, Any] = data["policy"]
        self.facts: Mapping[str, Mapping[str, Any]] = data["facts"]
        self.prompts: Mapping[str, list[str]] = data["prompts"]
        self.vocabulary = frozenset[str](data.get("vocabulary", ()))
        self.articles = {topic: _article(topic, entry) for topic, entry in data["articles"].items()}
        self._ranker = ranker

    @classmethod
    def load(cls, path: Path, ranker: Ranker | None = None) -> KnowledgeBase:
        """Raises KnowledgeError when the file is missing, broken, of another schema, or lacks what the code needs."""
        try:
            raw = path.read_bytes()
        except OSError as problem:
            raise KnowledgeError(str(path), None, "no compiled knowledge base; run `make build`") from problem
        return cls.from_bytes(raw, str(path), ranker)

    @classmethod
    def from_bytes(cls, raw: bytes, name: str, ranker: Ranker | None = None) -> KnowledgeBase:
        """Validates before anything is used. `name` is what errors call the data. Raises KnowledgeError, which lists
        all that is missing where this code needs more than the data has."""
        head, _, body = raw.partition(b"\n")
        try:
            header = json.loads(head)
            schema, stated = header["schema"], header["checksum"]
        except (ValueError, KeyError, TypeError) as problem:
            raise KnowledgeError(name, None, "is no compiled knowledge base") from problem
        if schema != SCHEMA:
            remedy = "compile it again, or run `python -m authoring upgrade`"
            raise KnowledgeError(name, None, f"has schema {schema}, this skill reads {SCHEMA}; {remedy}")
        if hashlib.sha256(body).hexdigest() != stated:
            raise KnowledgeError(name, None, "is damaged: its checksum does not match; compile it again")
        try:
            data = json.loads(body)
            lacking = shortcomings(data)
            made = cls(data, stated, ranker)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise KnowledgeError(
                name, None, f"is not of the shape of schema {SCHEMA}: {type(problem).__name__} {problem}"
            ) from problem
        if lacking:
            raise KnowledgeError(name, None, f"does not fit this version of the skill: {'; '.join(lacking)}")
        return made

    def meaning(self, text: str) -> Floats | None:
        """The encoder's vector of a sentence; None without a ranker, or without the encoder."""
        return self._ranker.meaning(text) if self._ranker is not None else None

    def rank(self, text: str, audience: str | None = None) -> Ranking | None:
        """Ranked topics for free text; None when this knowledge base was loaded without a ranker.

        Whoever is known to be a buyer isn't offered what is for sellers only beside the likeliest topic, nor the other
        way round; where nothing else was close, that topic is the answer.
        """
        if self._ranker is None:
            return None
        ranking = self._ranker.rank(text, topics=self.articles.keys())
        return ranking.only(lambda topic: self.articles[topic].is_for(audience))

    def ask(self, text: str, locale: str = "en-US", audience: str | None = None) -> Answer:
        """The answer to a question in anybody's words. `audience` is `buyer`, `seller` or None (not known)."""
        if locale != self.locale:
            raise KnowledgeError(self.locale, None, f"does not answer in {locale}")
        ranking = self.rank(text, audience)
        if ranking is None or ranking.decision == "decline":
            return Answer("decline", (), 0.0, nearby=ranking.nearby if ranking else ())
        if ranking.decision == "choose":
            return Answer("choose", ranking.choices, ranking.candidates[0].confidence)
        best = ranking.candidates[0]
        return self.answer(best.topic, audience, best.confidence)

    def answer(self, topic: str, audience: str | None = None, confidence: float = 1.0) -> Answer:
        """The answer of one topic, as far as it can be given without an order."""
        article = self.articles[topic]
        holds = {audience} if audience else set()
        say = pick(article.say, holds)
        if say is None:
            return Answer("ask_audience", (topic,), confidence)
        parts = [section for section in (pick(article.warning, holds), say) if section]
        steps, card = pick(article.steps, holds), pick(article.card, holds)
        used = {key for section in (*parts, *filter(None, (steps, card))) for key in section.facts}
        return Answer(
            decision="answer",
            topics=(topic,),
            confidence=confidence,
            say=" ".join(section.text for section in parts),
            steps=steps.words if steps else (),
            card=card.text if card else "",
            facts=tuple(sorted(used)),
        )

    def fact(self, key: str) -> Any:
        """The value of a fact; None when the shop has not stated it."""
        entry = self.facts.get(key)
        return entry["value"] if entry else None


def to_bytes(data: Mapping[str, Any]) -> bytes:
    """The file's bytes: a line with schema and SHA-256 of the rest, then the data. Same data, same bytes."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    header = json.dumps({"schema": SCHEMA, "checksum": hashlib.sha256(body).hexdigest()})
    return header.encode() + b"\n" + body


def _article(topic: str, entry: Mapping[str, Any]) -> Article:
    return Article(
        id=topic,
        title=entry["title"],
        say_title=entry["say_title"],
        audience=entry["audience"],
        answer_by=entry["answer_by"],
        follow_up=tuple(entry["follow_up"]),
        say=_sections(entry["say"]),
        more=_sections(entry["more"]),
        warning=_sections(entry["warning"]),
        steps=_sections(entry["steps"]),
        card=_sections(entry["card"]),
        sources=tuple(entry["sources"]),
        reviewed_on=date.fromisoformat(entry["reviewed_on"]),
    )


def _sections(entries: list[Mapping[str, Any]]) -> tuple[Section, ...]:
    return tuple(
        Section(
            frozenset(entry["when"]),
            tuple(entry["words"]),
            tuple(entry["facts"]),
            tuple(entry.get("missing", ())),
        )
        for entry in entries
    )
