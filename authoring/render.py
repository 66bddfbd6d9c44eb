"""Fills the facts into an article's sections, for speech and for the card, and remembers which were used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from authoring.articles import Article, Section, steps_of
from authoring.facts import YES_OR_NO, Fact, Profile, fact_from
from shop_helper.actions.repository import GUARANTEE
from shop_helper.errors import ContentError
from shop_helper.speech.forms import listed, quantity

WORD_LIMITS = {"Say": 45, "More": 60, "Warning": 30, "step": 25}
"""Words of a spoken section (rule 13 of certification and voice design: 45 words or 20 seconds)."""

MOST_SPOKEN = 3
"""Things of a list that are said aloud; a card has them all."""

ORDER_VALUES = ("item", "seller")
"""Filled in at run time, under `order.`, in sections with an order condition."""

_FIGURE = re.compile(r"\d")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_AUDIENCE = ("buyer", "seller")


@dataclass(frozen=True)
class Rendered:
    when: tuple[str, ...]
    words: tuple[str, ...]
    """One text, or the steps. `{item}` and `{seller}` stand for the order's values."""
    facts: tuple[str, ...]
    """Keys of the facts that the words hold, sorted."""
    missing: tuple[str, ...] = ()
    """Sentences of the words that say what the profile doesn't state; each is said once in a session."""


class Channel:
    """Facts as one channel gives them: a fact that it may not give counts as false."""

    def __init__(self, spoken: bool) -> None:
        self.spoken, self.used = spoken, set[str]()
        self.missing: list[str] = []

    def lacks(self, what: str, who_knows: str) -> str:
        """What an article says in place of a fact that isn't set: that it is missing, then who knows it."""
        self.missing.append(what)
        return f"{what} {who_knows}"


class _Value:
    def __init__(self, fact: Fact, channel: Channel) -> None:
        self._fact, self._channel = fact, channel

    def __bool__(self) -> bool:
        if self._fact.unit == YES_OR_NO:
            self._channel.used.add(self._fact.key)
            return bool(self._fact.value)
        return self._fact.may_be_spoken if self._channel.spoken else self._fact.is_set

    def __str__(self) -> str:
        if not self:
            why = "not set" if not self._fact.is_set else "not to be spoken until it is verified"
            raise UndefinedError(
                f"{self._fact.key} is {why}; put it between {{% if {self._fact.key} %}} and {{% endif %}}"
            )
        self._channel.used.add(self._fact.key)
        return self._fact.spoken() if self._channel.spoken else self._fact.written()

    @property
    def stands_in(self) -> str:
        return self._fact.stands_in


class _Order:
    """`order.item` and `order.seller` become placeholders."""

    def __init__(self, allowed: bool) -> None:
        self._allowed = allowed

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in ORDER_VALUES:
            raise UndefinedError(f"order.{name} is not known; expected one of {ORDER_VALUES}")
        if not self._allowed:
            raise UndefinedError(f"order.{name} needs a section with an order condition")
        return "{" + name + "}"


class StoreWords:
    """How the store is named: `{{ store.We }}` is "We" where the store itself runs the assistant, else its name."""

    def __init__(self, profile: Profile) -> None:
        value = {name: fact.value for name, fact in profile.facts.items()}
        self._says = str(value.get("marketplace.says") or "")
        self.name = str(value.get("marketplace.name") or "the store")
        own = self.is_ours = bool(value.get("marketplace.operated_by_store"))
        self.assistant = str(value.get("marketplace.assistant_name") or "Shop Helper")
        self.has_guarantee = any(value.get(key) is not None for key in GUARANTEE)
        self.skill = str(value.get("marketplace.skill_name") or "Shop Helper")
        self.invocation = self.skill.lower()
        """What people say to Alexa to open it."""
        self.we, self.us, self.our = ("we", "us", "our") if own else (self.name, self.name, f"{self.name}'s")
        self.We, self.Our = _capital(self.we), _capital(self.our)
        self.its = "our" if own else "its"
        self.itself = "ourselves" if own else "itself"
        self.s, self.es = ("", "") if own else ("s", "es")
        self.have, self.are, self.do, self.were = (
            ("have", "are", "do", "were") if own else ("has", "is", "does", "was")
        )

    def says(self, words: str, origin: _Value | str = "") -> str:
        """How a rule of the store begins: "You have", or "Amazon says you have".

        `origin`: the rule's fact, or who says so. What wasn't read on the store's own page is not put in its mouth.
        """
        if self.is_ours:
            return _capital(words)
        where = origin if isinstance(origin, str) else origin.stands_in
        who = f"{_capital(where)} says" if where else self._says
        return f"{who} {words}" if who else _capital(words)


class ReturnRules:
    """What the return table says of kinds of items, as noun phrases; empty where no row says so."""

    def __init__(self, profile: Profile, spoken: bool) -> None:
        window = profile.facts.get("returns.window")
        usual = window.value if window else None
        times: dict[int, list[str]] = {}
        barred: dict[bool, list[str]] = {True: [], False: []}
        for row in profile.return_rows:
            if not row["returnable"]:
                barred[str(row.get("condition") or "").startswith("unless faulty")].append(_kind(row))
            elif usual and row.get("window_days") not in (None, usual):
                times.setdefault(row["window_days"], []).append(_kind(row))
        self.other_times = listed(
            [f"{quantity(days, 'days')} for {_kinds(kinds, spoken)}" for days, kinds in times.items()]
        )
        """ "90 days for baby items and 14 days for large furniture"."""
        self.never = _kinds(barred[False], spoken)
        """Kinds that never go back."""
        self.only_faulty = _kinds(barred[True], spoken)
        """Kinds that go back only if they are faulty."""


def _kinds(kinds: list[str], spoken: bool) -> str:
    return listed([*kinds[:MOST_SPOKEN], "others"] if spoken and len(kinds) > MOST_SPOKEN else kinds)


def _kind(row: Mapping[str, Any]) -> str:
    return str(row.get("called") or row["category"].replace("_", " "))


def in_words_of(profile: Profile, words: str) -> str:
    """Words outside articles and prompts, such as a manifest's, filled in as a card is. Raises UndefinedError."""
    return environment().from_string(words).render(named_facts(profile, Channel(spoken=False)))


def _without(words: tuple[str, ...], missing: tuple[str, ...]) -> tuple[str, ...]:
    for what in missing:
        words = tuple(text.replace(what, "") for text in words)
    return words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def named_facts(profile: Profile, channel: Channel) -> dict[str, Any]:
    """The profile's facts as the words name them: `{{ returns.window }}`; `store` and `missing` beside them."""
    names: dict[str, Any] = {
        "store": StoreWords(profile),
        "return_rules": ReturnRules(profile, channel.spoken),
        "missing": channel.lacks,
    }
    for key, fact in profile.facts.items():
        section, name = key.split(".", 1)
        names.setdefault(section, {})[name] = _Value(fact, channel)
    return names


def environment() -> Environment:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


class Renderer:
    """Renders articles with one profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._environment = environment()

    def sections(self, article: Article, name: str) -> list[Rendered]:
        """All sections of that name, filled in. Raises ContentError with file and line."""
        return [self._section(article, section) for section in article.named(name)]

    def own_facts(self, article: Article) -> dict[str, Fact]:
        """The article's own facts as `<id>#<name>`."""
        return {
            name: fact_from(article.path, 2, f"{article.id}#{name}", entry)
            for name, entry in article.facts.items()
        }

    def _section(self, article: Article, section: Section) -> Rendered:
        spoken = section.name != "Card"
        if spoken:
            self._check_figures(article.path, section)
        channel = Channel(spoken)
        text = self._fill(article, section, channel)
        if section.name == "Steps":
            words = tuple(" ".join(step.split()) for step in steps_of(Section("", (), text, 0)))
        elif spoken:
            words = (" ".join(text.split()),)
        else:
            words = ("\n".join(line.strip() for line in text.splitlines() if line.strip()),)
        self._check_length(article.path, section, words)
        missing = tuple(" ".join(what.split()) for what in channel.missing)
        if not "".join(_without(words, missing)).strip():
            raise ContentError(str(article.path), section.line, "says what is missing, and not who knows it")
        return Rendered(section.when, words, tuple(sorted(channel.used)), missing)

    def _fill(self, article: Article, section: Section, channel: Channel) -> str:
        try:
            template = self._environment.from_string(section.text)
            return template.render(self._names(article, section, channel))
        except TemplateSyntaxError as problem:
            line = section.line + (problem.lineno or 1)
            raise ContentError(str(article.path), line, str(problem.message)) from problem
        except UndefinedError as problem:
            raise ContentError(str(article.path), section.line, str(problem.message)) from problem

    def _names(self, article: Article, section: Section, channel: Channel) -> Mapping[str, Any]:
        names = named_facts(self.profile, channel)
        names["fact"] = {name: _Value(fact, channel) for name, fact in self.own_facts(article).items()}
        names["order"] = _Order(any(condition not in _AUDIENCE for condition in section.when))
        return names

    @staticmethod
    def _check_figures(path: Path, section: Section) -> None:
        text = re.sub(r"^\d+\.\s", "", section.text, flags=re.M) if section.name == "Steps" else section.text
        for number, line in enumerate(text.splitlines(), start=section.line + 1):
            if _FIGURE.search(_TAG.sub("", line)):
                raise ContentError(
                    str(path), number, "a figure stands in the words; make it a fact and write {{ its.key }}"
                )

    @staticmethod
    def _check_length(path: Path, section: Section, words: tuple[str, ...]) -> None:
        limit = WORD_LIMITS.get("step" if section.name == "Steps" else section.name)
        for text in words:
            if not text:
                raise ContentError(str(path), section.line, f"# {section.name} is empty with this profile")
            if limit and len(text.split()) > limit:
                raise ContentError(
                    str(path), section.line, f"{len(text.split())} words; at most {limit}: {text[:60]!r}…"
                )
