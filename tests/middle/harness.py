"""The middle of the skill by itself: a turn and a session in, a reply out; no envelope, no simulator.

    reply = answer(Confirm(), "no", draft=RETURN)
    assert reply.prompt == "action.ask.change"
    assert reply.ask == WhatToChange()

`Middle` has stores of its own, in memory, with the orders of the example world, so that no test sees another's writes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shop_helper.dialog.answered import Answered
from shop_helper.dialog.people import Audience, Caller, Customer, NotLinked, Owner
from shop_helper.dialog.questions import OpenQuestion
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import RequestKind, Turn
from shop_helper.domain.cases import Case
from shop_helper.domain.danger import Danger
from shop_helper.knowledge.ranking import Candidate, Decision, Ranker, Ranking
from simulator.world import load_world
from tests.middle.said import SAID, Sentence
from tests.pipelines import pipeline_of, stores_of

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
WORLD = load_world(NOW)
ASKED = "Is that the question that was asked?"
"""Words of the open question."""


class FixedRanker(Ranker):
    """Places the few sentences that it knows, and declines all others."""

    def __init__(self, known: Mapping[str, Ranking]) -> None:
        self._known = known

    def meaning(self, text: str) -> None:
        return None

    def rank(self, text: str, topics: Collection[str] | None = None) -> Ranking:
        return self._known.get(text, Ranking((), 0.5, Decision.DECLINE))


def surely(topic: str) -> Ranking:
    return Ranking((Candidate(topic, 0.9),), 0.99, Decision.ANSWER)


def perhaps(*topics: str) -> Ranking:
    candidates = tuple(Candidate(topic, 0.4) for topic in topics)
    return Ranking(candidates, 0.9, Decision.CHOOSE, choices=topics)


RANKER = FixedRanker(
    {
        "my item is with a crack": surely("item.damaged"),
        "it leaks and smells": surely("item.not_working"),
        "something about my parcel": perhaps("order.late", "order.where"),
        "something about the bank": perhaps("safety.scam_bank_details", "payment.methods"),
        "where is my money": surely("refund.status"),
        "where is my refund": surely("refund.status"),
        "cancel my haircut": Ranking((Candidate("order.cancel", 0.0),), 0.0, Decision.DECLINE),
        "can i give back underwear or socks": perhaps("returns.can_i_return", "order.where"),
        "do you deliver ducks": Ranking((), 0.5, Decision.DECLINE, nearby=("delivery.area", "delivery.time")),
    }
)


class FixedSense:
    """Finds a danger where something is said to be on fire, and nowhere else."""

    def judge(self, words: str) -> tuple[Danger, float]:
        return Danger.FIRE, float("on fire" in words)


class Middle:
    """The pipeline, and who talks to it."""

    def __init__(self, customer: str | None = "ana", **settings: Any) -> None:
        """`customer`: of the example world; None for an account that isn't linked."""
        self.stores = stores_of(WORLD)
        self.customer = customer
        self._pipeline = pipeline_of(self.stores, RANKER, FixedSense(), **{"voice_code": True, **settings})
        self._turns = 0

    def answer(self, session: Session, said: str | Sentence, **of_turn: Any) -> Answered:
        """Answer one sentence, by its name in `SAID`. `of_turn`: fields of the turn."""
        self._turns += 1
        one = SAID[said] if isinstance(said, str) else said
        turn = Turn(
            kind=RequestKind.INTENT if one.intent else RequestKind.LAUNCH,
            request_id=f"request-{self._turns}",
            locale="en-US",
            now=NOW,
            intent=one.intent or None,
            slots=one.slots,
            session=replace(session, owner=self._owner),
            is_new=False,
            identify=self._identify,
            is_linked=self.customer is not None,
            asking=self._asking,
        )
        return self._pipeline.answer(replace(turn, **of_turn))

    def forget(self, user: str) -> None:
        """The user disables the skill."""
        event = Turn(RequestKind.EVENT, "event", "en-US", NOW + timedelta(seconds=1), user=user)
        self._pipeline.forget_user(event)

    @property
    def written(self) -> tuple[Case, ...]:
        """The customer's records in the case store."""
        return self.stores.cases.of_customer(self.customer) if self.customer else ()

    def _identify(self) -> Caller:
        if self.customer is None:
            return NotLinked()
        return Customer(self.customer, audiences_of(self.customer))

    @property
    def _asking(self) -> Owner:
        return self._pipeline.owners.asking("user", self.customer)

    @property
    def _owner(self) -> Owner:
        known = self._pipeline.owners.customer(self.customer) if self.customer else ""
        return replace(self._asking, customer=known)


def audiences_of(customer: str) -> frozenset[Audience]:
    return WORLD.customers[customer].audiences


def session_with(question: OpenQuestion | None, **of_session: Any) -> Session:
    """A session in which the question is open."""
    asked = ASKED if question is not None else ""
    said = f"This was said before. {asked}".strip()
    return Session(**{"open_question": question, "asked": asked, "said": said, **of_session})


def answer(
    question: OpenQuestion | None, said: str | Sentence, customer: str | None = "ana", **of_session: Any
) -> Reply:
    """The reply to a sentence while the question is open."""
    return Middle(customer).answer(session_with(question, **of_session), said).reply


def prompts_of(reply: Reply) -> list[str]:
    """Ids of all that is said, in its order; the question's last."""
    texts = [*reply.say, *filter(None, [reply.question])]
    return [text.prompt for text in texts]


def values_of(reply: Reply) -> Mapping[str, Any]:
    """All values that are said; a value that is given twice counts once."""
    texts = [*reply.say, *filter(None, [reply.question])]
    return {name: value for text in texts for name, value in text.values.items()}
