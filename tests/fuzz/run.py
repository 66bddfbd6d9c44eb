"""Plays hostile envelopes against the real entry point, with stores in memory, and says what broke.

Each number is one conversation of up to three turns, made of a seed and that number alone: it can be played again.
"""

from __future__ import annotations

import copy
import itertools
import json
import logging
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import lambda_function
from shop_helper.alexa.envelope import USER_EVENT
from shop_helper.alexa.touches import spoken_for
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Caller, Customer, Refusal, Refused, Unreachable
from shop_helper.domain.actions.draft import StoredDraft, from_data
from shop_helper.domain.cases import Addressee, Case, CaseEvent, CaseKind, CaseState
from shop_helper.domain.orders import Order
from shop_helper.errors import StoreError
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.owner import Owners
from shop_helper.persistence.stores import Stores
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from shop_helper.skill import build_skill
from simulator.envelope import SKILL_ID
from simulator.memory import MemoryCases, MemoryOrders, memory_stores
from simulator.world import World, load_world
from tests.fuzz.requests import Envelopes, Person, model_intents
from tests.fuzz.sessions import Known, Sessions
from tests.fuzz.values import TEXTS, Draw

INSTANT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
TURNS = 3
MAX_ATTRIBUTES, MAX_RESPONSE, MAX_SPEECH = 24_000, 120_000, 8_000
"""Bytes (RSP3 and its older figure), characters (RSP1)."""

SSML_TAGS = {"speak", "break", "say-as", "prosody"}
NO_REFS, NO_TOPICS = ("", "/", "//", "a/b/c", "x/", "/1"), ("", "nowhere", "order.", "order.history.more")
WORDLESS = ("SessionEndedRequest", "CanFulfillIntentRequest")


@dataclass(frozen=True)
class Problem:
    """What broke in one turn."""

    kind: str
    """The same for the same cause: error and place, or the rule."""
    number: int
    """Of the conversation."""
    detail: str
    envelope: Any = field(repr=False)


class Provider:
    """Believes `<customer>#…`, refuses `refused`, and can't be asked about `away`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        name = token.partition("#")[0]
        if name in self._world.customers:
            return Customer(name, self._world.customers[name].audiences)
        return Unreachable() if name == "away" else Refused(Refusal.EXPIRED)

    def remembered(self, token: str) -> Customer | None:
        return None


class SickOrders(MemoryOrders):
    """Orders that can't be read while it is sick."""

    is_sick = False

    def recent(
        self, customer_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE
    ) -> tuple[Order, ...]:
        self._fail()
        return super().recent(customer_id, limit)

    def sold(self, seller_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE) -> tuple[Order, ...]:
        self._fail()
        return super().sold(seller_id, limit)

    def by_number(self, customer_id: str, order_id: str, *, deadline: Deadline = NO_DEADLINE) -> Order | None:
        self._fail()
        return super().by_number(customer_id, order_id)

    def _fail(self) -> None:
        if self.is_sick:
            raise StoreError("sick")


class SickCases(MemoryCases):
    """Cases that can't be read while it is sick."""

    is_sick = False

    def of_customer(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Case, ...]:
        if self.is_sick:
            raise StoreError("sick")
        return super().of_customer(customer_id)


class _Watch(logging.Handler):
    """Keeps the errors that the skill logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record)


class _Running(ReloadingSkill):
    """A skill that was made already."""

    def __init__(self, settings: Settings, made: Any) -> None:
        super().__init__(settings)
        self._skill = made


class Fuzzer:
    """Two skills, with and without voice codes, over the same stores."""

    def __init__(self) -> None:
        self._world = load_world(INSTANT)
        self._orders = SickOrders()
        self._cases = SickCases(self._orders)
        self._world.fill(self._orders)
        for case in _cases_of(self._world):
            self._cases._cases[case.customer_id, case.case_id] = case
        kept = memory_stores(self._orders, self._cases)
        kept.codes.set("ana", "7391")
        self._stores: Sequence[Any] = (
            self._orders, self._cases, kept.visits, kept.codes._store, kept.code_requests._store,
        )  # fmt: skip
        self._before = [_dicts(store) for store in self._stores]
        self._knowledge = KnowledgeBase.load(COMPILED / "en-US.json", Ranker.load())
        ranker: Any = self._knowledge._ranker
        ranker.rank = _remembering(ranker.rank)
        self._running = [self._made(kept, voice_code) for voice_code in (False, True)]
        self._owners, self._intents = Owners(SKILL_ID), model_intents()
        self._handler: Any = getattr(lambda_function.handler, "unwatched", lambda_function.handler)
        self._watch = _Watch()

    def _made(self, kept: Stores, voice_code: bool) -> _Running:
        off: Any = {"note_unanswered": False, "progress_after_s": None}
        settings = Settings(skill_id=SKILL_ID, voice_code=voice_code, **off)
        return _Running(settings, build_skill(settings, self._knowledge, Provider(self._world), kept))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Around all conversations: the skill's errors are kept, and nothing is printed."""
        log = logging.getLogger("shop_helper")
        level, propagates = log.level, log.propagate
        log.addHandler(self._watch)
        log.setLevel(logging.ERROR)
        log.propagate = False
        try:
            yield
        finally:
            log.removeHandler(self._watch)
            log.setLevel(level)
            log.propagate = propagates

    def play(self, seed: int, number: int) -> tuple[int, list[Problem]]:
        """Turns played in one conversation, and what broke in them."""
        random = Random(f"{seed}:{number}")
        self._start_over(random)
        person = self._person(random)
        known = self._known(random, person)
        if person.customer and random.random() < 0.3:
            draft, until = from_data(Sessions(Draw(random), known).draft()), INSTANT + timedelta(days=1)
            if draft is not None:
                self._cases.save_draft(person.customer, StoredDraft(draft, until, INSTANT))
        envelopes = Envelopes(random, self._owners, person, known, self._intents)
        problems, envelope, made = list[Problem](), envelopes.first(), random.choice(self._running)
        with patch.object(lambda_function, "running", lambda: made):
            for turn in range(1, TURNS + 1):
                is_spoiled, sent = random.random() < 0.05, json.loads(json.dumps(envelope))
                if is_spoiled:
                    sent = Draw(random).spoiled(sent)
                self._watch.seen.clear()
                response, found = self._answered(sent)
                found = found or list(_broken_rules(sent, response, is_spoiled))
                problems += [Problem(kind, number, detail, sent) for kind, detail in found]
                attributes = response.get("sessionAttributes") if isinstance(response, dict) else None
                if found or not attributes or turn == TURNS:
                    break
                envelope = envelopes.envelope(attributes)
        return turn, problems

    def _answered(self, envelope: Any) -> tuple[Any, list[tuple[str, str]]]:
        try:
            response = self._handler(envelope, None)
        except Exception as problem:
            return None, [(f"left the handler: {_place(problem)}", traceback.format_exc())]
        found = [_logged(record) for record in self._watch.seen]
        return response, found

    def _start_over(self, random: Random) -> None:
        for store, before in zip(self._stores, self._before, strict=True):
            vars(store).update({name: copy.copy(value) for name, value in before.items()})
        self._orders.is_sick, self._cases.is_sick = random.random() < 0.04, random.random() < 0.04

    def _person(self, random: Random) -> Person:
        if random.random() < 0.15:
            return Person(None, random.choice((None, "refused", "away")))
        name = random.choice(list(self._world.customers))
        return Person(name, f"{name}#1")

    def _known(self, random: Random, person: Person) -> Known:
        own = self._world.customers[person.customer].orders if person.customer else ()
        mine = [item.ref for order in own for item in order.items]
        others = [item.ref for order in self._world.orders for item in order.items]
        refs = [*mine * 6, *random.sample(others, 5), *NO_REFS, *random.sample(TEXTS, 6)]
        topics = list(self._knowledge.articles)
        with_steps = [topic for topic in topics if self._knowledge.articles[topic].steps]
        topics += [*with_steps * 4, *NO_TOPICS, *random.sample(TEXTS, 6)] * 2
        cases = [case.case_id for case in self._cases.of_customer("ana")] if not self._cases.is_sick else []
        return Known(topics, refs, own, [*cases * 3, "000000000000", "", "draft", *random.sample(TEXTS, 3)])


def run(
    fuzzer: Fuzzer, seed: int, count: int, start: int = 0
) -> tuple[Counter[str], dict[str, Problem], int]:
    """How often each kind of problem came up, the first of each, and how many envelopes were sent: `count` or a few
    more."""
    counts, firsts, sent = Counter[str](), dict[str, Problem](), 0
    with fuzzer.watching():
        for number in itertools.count(start):
            if sent >= count:
                break
            turns, problems = fuzzer.play(seed, number)
            sent += turns
            for problem in problems:
                counts[problem.kind] += 1
                firsts.setdefault(problem.kind, problem)
    return counts, firsts, sent


def _broken_rules(envelope: Any, response: Any, is_spoiled: bool) -> Iterator[tuple[str, str]]:
    """What a response must not be, whatever was asked. A spoiled envelope may ask for nothing that has an answer."""
    body = response["response"]
    size, kept = len(json.dumps(response)), len(json.dumps(response.get("sessionAttributes")))
    speeches = [body.get("outputSpeech"), (body.get("reprompt") or {}).get("outputSpeech")]
    if size > MAX_RESPONSE:
        yield "response too large", f"{size} bytes"
    if kept > MAX_ATTRIBUTES and speeches[0]:  # without an answer the SDK gives back what came
        yield "attributes too large", f"{kept} bytes"
    for ssml in (speech["ssml"] for speech in speeches if speech):
        if len(ssml) > MAX_SPEECH:
            yield "speech too long", f"{len(ssml)} characters"
        yield from _bad_ssml(ssml)
    if is_spoiled:
        return
    kind = envelope["request"]["type"]
    if kind in WORDLESS:
        if speeches[0]:
            yield "spoke where nobody listens", kind
    elif not speeches[0]:
        if kind != USER_EVENT or spoken_for(envelope["request"]["arguments"]) is not None:
            yield "said nothing", kind
    elif body.get("shouldEndSession") is (speeches[1] is not None):
        yield "open without a question, or a question and closed", str(body)[:300]


def _bad_ssml(ssml: str) -> Iterator[tuple[str, str]]:
    try:
        root = ElementTree.fromstring(ssml)
    except ElementTree.ParseError as problem:
        yield "SSML can't be parsed", f"{problem}: {ssml[:500]!r}"
        return
    strange = {part.tag for part in root.iter()} - SSML_TAGS
    if strange:
        yield "SSML with foreign tags", f"{strange}: {ssml[:300]!r}"
    if not "".join(root.itertext()).strip():
        yield "SSML without words", ssml[:300]


def _logged(record: logging.LogRecord) -> tuple[str, str]:
    problem = record.exc_info[1] if record.exc_info else None
    if problem is None:
        return f"logged: {record.msg}", record.getMessage()
    return _place(problem), "".join(traceback.format_exception(problem))


def _place(problem: BaseException) -> str:
    """The error and the last function of the skill that it came through."""
    ours = [frame for frame in traceback.extract_tb(problem.__traceback__) if "shop_helper" in frame.filename]
    where = ours[-1] if ours else traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {where.filename.rpartition('shop_helper/')[2]}:{where.name}"


def _cases_of(world: World) -> Iterator[Case]:
    """Ana and a seller have written before: open, closed, with an item and without."""
    item = world.customers["ana"].orders[0].items[0]
    kinds = (CaseKind.CASE, CaseKind.CLAIM, CaseKind.RETURN, CaseKind.CASE)
    for customer in ("ana", *(name for name, one in world.customers.items() if len(one.audiences) > 1)):
        for index, kind in enumerate(kinds):
            yield Case(
                customer,
                f"{index + 1:012}",
                kind,
                INSTANT - timedelta(days=index),
                Addressee.SERVICE,
                state=CaseState.CLOSED if index == 3 else CaseState.OPEN,
                ref=item.ref if index % 2 == 0 else None,
                item_name=item.spoken_name if index % 2 == 0 else "",
                words="it came broken",
                events=(CaseEvent("opened", INSTANT, f"key{index}"),),
                version=1,
            )


def _dicts(store: Any) -> dict[str, Any]:
    return {name: copy.copy(value) for name, value in vars(store).items() if isinstance(value, dict)}


def _remembering(rank: Any) -> Any:
    """The same few sentences are placed again and again."""

    @lru_cache(maxsize=20_000)
    def ranked(text: str, topics: tuple[str, ...]) -> Any:
        return rank(text, topics=topics)

    return lambda text, topics: ranked(text, tuple(topics))
