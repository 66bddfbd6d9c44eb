"""Whoever the device changes hands to: nothing that was kept for one person is heard, shown or written for another.

Every open question that the code can ask is reached by talking; from there each change of owner is played, and whatever
the next person says or touches.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import pytest

from shop_helper.dialog.questions import OpenQuestion
from simulator.answer import Answer
from simulator.device import Device
from simulator.grammar import SlotReading
from simulator.recogniser import Recognition
from tests.owner.household import CODE, Household, copy_of, household, kept_by, with_token, with_user

WORDS = "it crackles like a gargoyle"
WRONG = "0 0 0 0 0 0"
"""No number begins with zero."""

CASE = ("open a case about my headphones", WORDS, "yes", CODE)
ANOTHER = ("open a case about the kettle", WORDS, "yes", CODE)


@dataclass(frozen=True)
class Talk:
    """How a customer comes to an open question."""

    asks: str
    says: tuple[str, ...]
    customer: str | None = "ana"


TALKS = {
    "what": Talk("what", ("where is my kettle", "help")),
    "anything_else": Talk("anything_else", ("where is my kettle", "no")),
    "offer": Talk("offer", ("where is my kettle",)),
    "offer_action": Talk("offer_action", ("can i return the headphones",)),
    "more": Talk("more", ("where is my kettle", "how do i contact customer service")),
    "step": Talk("step", ("where is my kettle", "how do i return an item")),
    "which_topic": Talk("which_topic", ("where is my kettle", "how do i contact a seller")),
    "audience": Talk("audience", ("where is my desk frame", f"open a case because {WORDS}"), "dev"),
    "more_items": Talk("more_items", ("what did i order",)),
    "more_sales": Talk("more_sales", ("what did i sell",), "farid"),
    "which_item": Talk("which_item", ("start a return",)),
    "which_case": Talk("which_case", (*CASE, *ANOTHER, "add something to my case")),
    "problem": Talk("problem", ("start a return for my headphones",)),
    "words": Talk("words", ("message the seller of my kettle",)),
    "seller": Talk("seller", ("open a case about the blender",)),
    "confirm": Talk("confirm", ("open a case about my headphones", WORDS)),
    "change": Talk("change", ("open a case about my headphones", WORDS, "no")),
    "resume": Talk(
        "resume",
        ("open a case about my headphones", WORDS, "where is my kettle", "how long does a case take"),
    ),
    "redirect": Talk("redirect", (*CASE, "open a case about my headphones")),
    "voice_code": Talk("voice_code", ("open a case about my headphones", WORDS, "yes")),
    "voice_code.old": Talk("voice_code.old", ("where is my kettle", "set a voice code")),
    "voice_code.new": Talk("voice_code.new", ("where is my kettle", "set a voice code", CODE)),
    "voice_code.once_more": Talk(
        "voice_code.once_more", ("where is my kettle", "set a voice code", CODE, "4826")
    ),
    "voice_code.number": Talk("voice_code.number", ("where is my lamp", "set a voice code"), "gwen"),
    "voice_code.resend": Talk(
        "voice_code.resend", ("where is my lamp", "set a voice code", *[f"my number is {WRONG}"] * 3), "gwen"
    ),
    "safe": Talk("safe", ("open a case about my headphones", WORDS, "the toaster is on fire")),
    "in_danger": Talk("in_danger", ("open a case about my headphones", WORDS, "emergency")),
    "unlinked: what": Talk("what", ("help",), None),
    "unlinked: anything_else": Talk("anything_else", ("how do i contact customer service", "no"), None),
    "unlinked: offer": Talk("offer", ("this is ridiculous",), None),
    "unlinked: more": Talk("more", ("how do i contact customer service",), None),
    "unlinked: step": Talk("step", ("how do i return an item",), None),
    "unlinked: which_topic": Talk("which_topic", ("how do i contact a seller",), None),
    "unlinked: audience": Talk("audience", ("what can i open a case about",), None),
}
OF_DANGER = ("safe", "in_danger")
"""Answered before it is known who asks: whoever is there is helped (docs/danger.md)."""
LINKED = [name for name, talk in TALKS.items() if talk.customer and name not in OF_DANGER]
UNLINKED = [name for name, talk in TALKS.items() if not talk.customer]

Act = Callable[[Device], Answer]


def heard(intent: str, words: str = "", slot: str = "", kind: str = "") -> Act:
    """A sentence as Alexa recognizes it."""
    slots = (SlotReading(slot, kind, words),) if slot else ()
    return lambda device: device.hear(Recognition(words, intent, slots, score=1.0))


def touched(what: str) -> Act:
    return lambda device: device.touch(what)


OWN_WISH = "my own words"
OWN = (OWN_WISH, "where is it")
"""After which another customer's yes begins something of their own."""

VOICE: Mapping[str, Act] = {
    "yes": heard("AMAZON.YesIntent"),
    "say that again": heard("AMAZON.RepeatIntent"),
    "what were the choices": heard("ChoicesIntent"),
    "the first one": heard("SelectIntent", "first", "ordinal", "Ordinal"),
    OWN_WISH: heard("HelpQuestionIntent", "the lid does not close", "question", "HelpQuestion"),
    "a code": heard("VoiceCodeIntent", CODE, "code", "AMAZON.NUMBER"),
    "where is it": heard("OrderStatusIntent"),
}
TOUCH: Mapping[str, Act] = {
    what: touched(what) for what in ("yes", "choice.1", "next", "where", "problem.damaged")
}
ACTS = {**VOICE, **{f"touch {what}": act for what, act in TOUCH.items()}}


@dataclass(frozen=True)
class Moment:
    """An open question, with everything as it was when it was asked."""

    talk: Talk
    device: Device
    stores: Any
    private: frozenset[str]
    """Words that only the owner may hear."""
    expected: dict[str, Any] = field(default_factory=dict)
    """Act → what comes of it where nothing has changed; filled as it is asked for."""


class Moments:
    """The moments, each talked to once."""

    def __init__(self, home: Household) -> None:
        self.home = home
        self._known: dict[str, Moment] = {}

    def at(self, name: str) -> Moment:
        if name not in self._known:
            self._known[name] = self._reach(TALKS[name])
        moment = self._known[name]
        self.home.put_back(moment.stores)
        return moment

    def again(self, moment: Moment) -> Device:
        self.home.put_back(moment.stores)
        return copy_of(moment.device)

    def _reach(self, talk: Talk) -> Moment:
        self.home.start_over()
        device = self.home.device(talk.customer)
        for words in talk.says:
            device.say(words)
        assert kept_by(device)["pending"]["ask"] == talk.asks
        return Moment(talk, device, self.home.keep(), frozenset(self._private(talk.customer)))

    def _private(self, customer: str | None) -> Iterator[str]:
        if customer is None:
            return
        memory = self.home.skill.memory
        assert memory is not None
        yield "gargoyle"
        for order in (*memory.orders.recent(customer, 50), *memory.orders.sold(customer, 50)):
            yield order.order_id[-4:]
            for item in order.items:
                yield item.spoken_name.removeprefix("the ")
                yield item.spoken_name.split()[-1]
                yield from [item.seller_name] if item.seller_name else []
        yield from (case.case_id[-4:] for case in memory.cases.of_customer(customer))


@pytest.fixture(scope="module")
def moments() -> Iterator[Moments]:
    with household() as home:
        yield Moments(home)


def all_told(answer: Answer) -> str:
    """Everything that leaves the skill in one answer for somebody to hear, see or be recognized by."""
    shown = [directive.get("datasources") or directive.get("types") or {} for directive in answer.directives]
    return json.dumps([answer.speech, answer.reprompt, answer.card, shown]).lower()


def assert_nothing_private(moment: Moment, answer: Answer, place: object) -> None:
    told = all_told(answer)
    assert [words for words in moment.private if words.lower() in told] == [], (place, answer.speech)
    assert not answer.problem, (place, answer.problem)


def owner_of(moment: Moment) -> str:
    assert moment.talk.customer
    return moment.talk.customer


def test_every_question_that_there_is_is_walked() -> None:
    assert {TALKS[name].asks for name in (*LINKED, *OF_DANGER)} == {
        made.tag or made.kind for made in get_args(OpenQuestion)
    }


@pytest.mark.parametrize("to", ["another customer", "nobody"])
@pytest.mark.parametrize("name", OF_DANGER)
def test_after_a_danger_another_owner_hears_and_does_nothing_of_what_was_open(
    moments: Moments, name: str, to: str
) -> None:
    moment = moments.at(name)
    owner, token = owner_of(moment), "ben#1" if to == "another customer" else None
    before = {one: moments.home.stored(one) for one in (owner, "ben")}
    for what, act in ACTS.items():
        device = with_token(moments.again(moment), token)
        assert_nothing_private(moment, act(device), what)
        for _ in range(2):
            if device.session_open:
                assert_nothing_private(moment, VOICE["yes"](device), (what, "yes"))
        device.close()
        for one in (owner,) if what in OWN else (owner, "ben"):
            assert moments.home.stored(one) == before[one], what


@pytest.mark.parametrize("to", ["another customer", "nobody"])
@pytest.mark.parametrize("name", LINKED)
def test_another_owner_starts_afresh(moments: Moments, name: str, to: str) -> None:
    moment = moments.at(name)
    owner, token = owner_of(moment), "ben#1" if to == "another customer" else None
    before = {one: moments.home.stored(one) for one in (owner, "ben")}
    assert kept_by(moment.device)["owner"][2], "the talk has used the account"
    for what, act in ACTS.items():
        device = with_token(moments.again(moment), token)
        answer = act(device)
        assert_nothing_private(moment, answer, what)
        assert any(d["type"] == "Dialog.UpdateDynamicEntities" for d in answer.directives), what
        if device.session_open:
            assert_nothing_private(moment, VOICE["yes"](device), (what, "yes"))
        device.close()
        for one in (owner,) if what in OWN else (owner, "ben"):
            assert moments.home.stored(one) == before[one], what


@pytest.mark.parametrize("name", LINKED)
def test_a_new_token_that_is_refused_starts_afresh(moments: Moments, name: str) -> None:
    moment = moments.at(name)
    before = moments.home.stored(owner_of(moment))
    for what, act in ACTS.items():
        device = with_token(moments.again(moment), f"{owner_of(moment)}#2")
        moments.home.provider.refused = {f"{owner_of(moment)}#2"}
        answer = act(device)
        assert_nothing_private(moment, answer, what)
        if what in ("yes", "say that again", "the first one") or what.startswith("touch"):
            assert "your account link has run out" in answer.speech.lower(), what
            assert answer.card is not None
            assert answer.card["type"] == "LinkAccount"
        device.close()
        assert moments.home.stored(owner_of(moment)) == before, what


@pytest.mark.parametrize("name", LINKED)
def test_a_token_that_has_expired_since_starts_afresh_once_it_is_needed(moments: Moments, name: str) -> None:
    moment = moments.at(name)
    before = moments.home.stored(owner_of(moment))
    for what, act in ACTS.items():
        device = moments.again(moment)
        moments.home.provider.refused = {f"{owner_of(moment)}#1"}
        answer = act(device)
        if moments.home.provider.asked:
            assert_nothing_private(moment, answer, what)
            if device.session_open:
                assert_nothing_private(moment, VOICE["say that again"](device), what)
        device.close()
        assert moments.home.stored(owner_of(moment)) == before, what


def outcome(moments: Moments, device: Device, answer: Answer, customer: str) -> tuple[Any, ...]:
    """What came of a turn, but for the choice of words and for what is made by chance."""
    told, kept = answer.turn or {}, kept_by(device)
    draft = {key: value for key, value in kept.get("draft", {}).items() if key != "key"}
    written = [(one.kind, one.version) for one in moments.home.skill.written(customer)]
    return told.get("prompt"), told.get("topics"), told.get("asks"), draft, kept.get("item"), sorted(written)


def expected(moments: Moments, moment: Moment, what: str) -> tuple[Any, ...]:
    """What comes of an act where nothing has changed."""
    if what not in moment.expected:
        device = moments.again(moment)
        customer = moment.talk.customer or "ben"
        moment.expected[what] = outcome(moments, device, ACTS[what](device), customer)
    found: tuple[Any, ...] = moment.expected[what]
    return found


@pytest.mark.parametrize("name", LINKED)
def test_a_renewed_token_of_the_same_customer_goes_on(moments: Moments, name: str) -> None:
    moment = moments.at(name)
    for what, act in ACTS.items():
        wanted = expected(moments, moment, what)
        device = with_token(moments.again(moment), f"{owner_of(moment)}#2")
        assert outcome(moments, device, act(device), owner_of(moment)) == wanted, what
        assert moments.home.provider.asked == 1, what


@pytest.mark.parametrize("token", ["#1", "#2"], ids=["the same token", "another token"])
@pytest.mark.parametrize("name", LINKED)
def test_while_the_provider_is_away_everything_waits(moments: Moments, name: str, token: str) -> None:
    moment = moments.at(name)
    owner = owner_of(moment)
    before = moments.home.stored(owner)
    for what, act in ACTS.items():
        wanted = expected(moments, moment, what)
        device = with_token(moments.again(moment), f"{owner}{token}")
        moments.home.provider.is_away = True
        answer = act(device)
        assert moments.home.stored(owner) == before, what
        if not moments.home.provider.asked:
            continue  # the same owner, and nothing that needs the account
        assert_nothing_private(moment, answer, what)
        assert device.session_open, what
        assert kept_by(device) == kept_by(moment.device), what
        if what.startswith("touch"):
            continue  # the screen that was touched is no longer there
        moments.home.provider.is_away = False
        assert outcome(moments, device, act(device), owner) == wanted, what


@pytest.mark.parametrize("name", UNLINKED)
def test_help_goes_on_when_the_same_user_links(moments: Moments, name: str) -> None:
    moment = moments.at(name)
    for what, act in ACTS.items():
        wanted = expected(moments, moment, what)
        device = with_token(moments.again(moment), "ben#1")
        found = outcome(moments, device, act(device), "ben")
        if not moments.home.provider.asked:
            assert found == wanted, what
        device.close()
        assert moments.home.stored("ben") == (None,), what


@pytest.mark.parametrize("name", UNLINKED)
@pytest.mark.parametrize("token", [None, "ben#1"])
def test_help_of_one_user_is_not_gone_on_with_by_another(
    moments: Moments, name: str, token: str | None
) -> None:
    moment = moments.at(name)
    device = with_user(with_token(moments.again(moment), token), "somebody else")
    assert (VOICE["say that again"](device).turn or {})["prompt"] == "again.nothing"
    assert moments.home.provider.asked == 0


def test_what_is_looked_for_is_there_for_its_owner(moments: Moments) -> None:
    """Else the walk could not fail."""
    silent: Sequence[str] = [
        name
        for name in LINKED
        if (moment := moments.at(name))
        and not any(
            words.lower() in all_told(VOICE[what](moments.again(moment)))
            for words in moment.private
            for what in VOICE
        )
    ]
    assert silent == []
