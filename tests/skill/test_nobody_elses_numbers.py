"""Somebody else's order or case number is answered as one that doesn't exist: the whole skill, many strangers.

Each triple is a person (nobody, a buyer, a seller, both), somebody else's order number and somebody else's case number.
Each is said, or smuggled into the session, in one of the ways below, and once more in a world where neither that order
nor that case was ever made: both responses have to be the same to the last letter, and nothing of others may change.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper.alexa.session import ATTRIBUTE, VERSION, decode
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import Order
from shop_helper.owner import Owners
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.envelope import Account, SessionState, envelope
from simulator.memory import memory_stores
from tests.skill.strangers import Person, Strangers

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
SEED = 20261126

Key = tuple[str, str]
"""Whose, and its number."""

Say = Callable[[str, dict[str, str], dict[str, Any] | None], dict[str, Any]]
"""Intent, slots, state of the session → response."""


@dataclass(frozen=True)
class Target:
    """An order or a case as it may be named: `ref` is what the session would hold of it."""

    number: str
    ref: str = ""

    @property
    def ending(self) -> str:
        return self.number[-4:]


Way = Callable[[Say, Target], list[dict[str, Any]]]


def in_slot(intent: str) -> Way:
    return lambda say, target: [say(intent, {"order_ending": target.ending}, None)]


def asked(text: str) -> Way:
    """In the words of a question, where Alexa takes the whole sentence."""

    def way(say: Say, target: Target) -> list[dict[str, Any]]:
        words = text.format(number=target.number, ending=target.ending)
        return [say("HelpQuestionIntent", {"question": words}, None)]

    return way


def smuggled(intent: str, ask: str, **draft: Any) -> Way:
    """In the session, as if the skill had put it there for this person; an answer, and a yes to what is asked then."""

    def way(say: Say, target: Target) -> list[dict[str, Any]]:
        about = {"ref": target.ref} if target.ref else {"case_id": target.number}
        of_question = {"offer": ("topic", "order.where"), "which_item": ("refs", [target.ref]),
                       "which_case": ("cases", [target.number])}  # fmt: skip
        asked = {"ask": ask, **dict([of_question[ask]] if ask in of_question else [])}
        state: dict[str, Any] = {"v": VERSION, "pending": asked, "question": "Is that right?"}
        if target.ref:
            state |= {"item": target.ref, "listed": [target.ref]}
        if draft:
            state["draft"] = {**draft, **about}
        session = decode({ATTRIBUTE: state})
        assert session.open_question is not None, "a state that is dropped smuggles nothing"
        assert (session.draft is not None) == bool(draft)
        first = say(intent, {"ordinal": "1"} if intent == "SelectIntent" else {}, state)
        then = (first.get("sessionAttributes") or {}).get(ATTRIBUTE)
        return [first, say("AMAZON.YesIntent", {}, then)]

    return way


def read_back(kind: str, **draft: Any) -> Way:
    return smuggled("AMAZON.YesIntent", "confirm", kind=kind, key="1", **draft)


ORDER_WAYS = {
    **{
        f"{name} in a slot": in_slot(name)
        for name in (
            "OrderStatusIntent",
            "ReturnItemIntent",
            "RefundStatusIntent",
            "CancelOrderIntent",
            "OpenCaseIntent",
            "StartReturnIntent",
            "ClaimGuaranteeIntent",
            "SalesIntent",
            "SelectIntent",
        )
    },
    "the whole number in a question": asked("where is order number {number}"),
    "a return in a question": asked("can i send back what i ordered under {number}"),
    "an ending in a question": asked("refund for the order ending in {ending}"),
    "a reference as what was spoken of": smuggled("OrderStatusIntent", "offer"),
    "a reference among choices": smuggled("SelectIntent", "which_item"),
    "a return that was read back": read_back("return", order_version=1),
    "a cancellation that was read back": read_back("cancel", order_version=1),
    "a message that was read back": read_back("message", words="hello", order_version=1),
    "a case that was read back": smuggled(
        "AMAZON.YesIntent",
        "confirm",
        kind="case",
        problem="damaged",
        words="broken",
        order_version=1,
        key="1",
    ),
}
CASE_WAYS = {
    "the number in a slot": in_slot("OpenCaseIntent"),
    "the number as an answer": in_slot("SelectIntent"),
    "the whole number in a question": asked("how does case number {number} stand"),
    "an ending in a question": asked("what about my case ending in {ending}"),
    "a case among choices, to add to": smuggled("SelectIntent", "which_case", kind="note", words="more"),
    "a case among choices, to close": smuggled("SelectIntent", "which_case", kind="close"),
    "a note that was read back": read_back("note", words="more", case_version=1),
    "closing that was read back": read_back("close", case_version=1),
}


@pytest.fixture(scope="module")
def world() -> Iterator[Strangers]:
    made = Strangers(random.Random(SEED), NOW)
    environment = {"SHOP_HELPER_IDENTITY": "local", "SHOP_HELPER_PROGRESS_AFTER_S": "off"}
    with patch.dict(os.environ, environment):
        running = ReloadingSkill(
            Settings.from_environment(os.environ), memory_stores(made.orders, made.cases)
        )
        with patch.object(lambda_function, "running", lambda: running):
            yield made


def owner_of(user: str, person: Person | None) -> list[str]:
    """The session's owner, so that what is smuggled in counts as theirs."""
    owners = Owners(Settings.from_environment(os.environ).session_secret)
    asking = owners.asking(user, person.token if person else None)
    return [asking.user, asking.access, owners.customer(person.id) if person else ""]


def talk(person: Person | None, request_id: str) -> Say:
    """A device of the person's. The same request id says the same of several wordings."""
    user = f"amzn1.ask.account.{person.id if person else 'NOBODY'}"
    account = Account(token=person.token if person else None, user_id=user)

    def say(intent: str, slots: dict[str, str], state: dict[str, Any] | None) -> dict[str, Any]:
        filled = {
            name: {"name": name, "value": value, "confirmationStatus": "NONE"}
            for name, value in slots.items()
        }
        request = {
            "type": "IntentRequest",
            "requestId": request_id,
            "intent": {"name": intent, "confirmationStatus": "NONE", "slots": filled},
        }
        kept = {ATTRIBUTE: {"owner": owner_of(user, person), **state}} if state else {}
        session = SessionState("amzn1.echo-api.session.1", state is None, kept)
        response: dict[str, Any] = lambda_function.handler(envelope(request, account, session, "en-US", NOW))
        return response

    return say


@contextmanager
def only_own_changes(
    world: Strangers, person: Person | None, without: Collection[Key] = ()
) -> Iterator[None]:
    """The world as it is, or as if some records had never been. What a yes to one's own changes is put back."""
    stored: tuple[dict[Key, Any], ...] = (world.orders._orders, world.cases._cases)
    before = [dict(one) for one in stored]
    for one in stored:
        for key in without:
            one.pop(key, None)
    seen = [dict(one) for one in stored]
    yield
    for was, saw, now in zip(before, seen, stored, strict=True):
        changed = {key[0] for key in saw.keys() | now.keys() if saw.get(key) != now.get(key)}
        assert changed <= {person.id if person else None}
        now.clear()
        now.update(was)


@dataclass(frozen=True)
class Triple:
    person: Person | None
    order: Order
    case: Case

    @property
    def targets(self) -> list[tuple[str, dict[str, Way], Target]]:
        order = Target(self.order.order_id, self.order.items[0].ref)
        return [("order", ORDER_WAYS, order), ("case", CASE_WAYS, Target(self.case.case_id))]

    @property
    def keys(self) -> list[Key]:
        return [(self.order.customer_id, self.order.order_id), (self.case.customer_id, self.case.case_id)]

    @property
    def marks(self) -> set[str]:
        """Words that only those two have."""
        return {
            *(item.name.split()[0] for item in self.order.items),
            self.order.address_short or "",
            self.case.words.split()[-1],
        }

    def __str__(self) -> str:
        who = f"{self.person.id} ({self.person.audiences})" if self.person else "nobody"
        return f"{who}, order {self.order.order_id}, case {self.case.case_id}"


def triples(world: Strangers, chance: random.Random) -> Iterator[Triple]:
    people: list[Person | None] = [*world.people, *[None] * (len(world.people) // 4)]
    while True:
        person = chance.choice(people)
        own = world.may_hear_of(person)
        order = chance.choice([one for one in world.all_orders if one not in own])
        case = chance.choice(
            [one for one in world.all_cases if person is None or one.customer_id != person.id]
        )
        yield Triple(person, order, case)


def test_a_number_of_somebody_elses_is_answered_as_one_that_does_not_exist(
    world: Strangers, pytestconfig: pytest.Config
) -> None:
    asked = pytestconfig.getoption("--triples")
    chance, ways, people = random.Random(SEED), Counter[str](), Counter[str]()
    for number, triple in enumerate(islice(triples(world, chance), asked)):
        people[triple.person.audiences if triple.person else "nobody"] += 1
        for kind, all_ways, theirs in triple.targets:
            way = chance.choice([*sorted(all_ways), *(w for w in sorted(all_ways) if "question" not in w)])
            ways[f"{kind}: {way}"] += 1
            say, answers = talk(triple.person, f"request-{number}"), []
            for missing in ((), triple.keys):
                with only_own_changes(world, triple.person, without=missing):
                    answers.append(json.dumps(all_ways[way](say, theirs)))
            assert answers[0] == answers[1], f"{triple}: {way}"
            assert not [mark for mark in triple.marks if mark and mark in answers[0]], f"{triple}: {way}"
    print(f"\n{asked:,} triples of {dict(people)}, {2 * sum(ways.values()):,} conversations")
    print("\n".join(f"{count:5}  {way}" for way, count in sorted(ways.items())))


def test_ones_own_numbers_are_answered(world: Strangers) -> None:
    """Else the test above could hold because nothing is ever found."""
    for person in world.people:
        for order in person.orders[:1]:
            say = talk(person, "request-1")
            answer = json.dumps(say("OrderStatusIntent", {"order_ending": order.order_id[-4:]}, None))
            names = [item.spoken_name.removeprefix("the ") for item in order.items]
            assert any(name in answer for name in names), (person, answer)
