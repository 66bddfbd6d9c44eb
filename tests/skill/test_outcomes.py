"""Whatever fails, and wherever: what is said of a write never contradicts what is written. Every kind of write, with a
fault before it, in it and after it, and the turn that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import pytest

from shop_helper.actions.repository import ActionRepository
from shop_helper.alexa import handlers as alexa_handlers
from shop_helper.alexa.screens import Screens
from shop_helper.alexa.session import ATTRIBUTE
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.errors import StoreError, UncertainError
from shop_helper.pipeline import Pipeline
from simulator.answer import Answer
from simulator.device import Device
from simulator.local import InMemory, LocalSkill, local_skill
from simulator.memory import MemoryCases, MemoryErasure
from tests.skill.failing import UnexpectedError, not_saying, raising
from tests.skill.writes import MODEL, NOW, WRITES, Write, prepare

A_SELLERS_CASE = ("open a case", "my listing for the paper lamps was taken down")
EVERY: dict[str, Write] = WRITES | {
    "case, as a seller": Write("farid", A_SELLERS_CASE),
    "note, as a seller": Write("farid", ("add something to my case", "i have proof now"), (*A_SELLERS_CASE, "yes")),
    "close, as a seller": Write("farid", ("close my case",), (*A_SELLERS_CASE, "yes")),
    "delete, as a seller": Write("farid", ("delete my data",), (*A_SELLERS_CASE, "yes")),
}  # fmt: skip

NOTHING = ("nothing was changed", "nothing has been done", "isn't finished yet")
UNKNOWN = "can't tell whether"
DONE = (
    "is open", "i've asked for", "is made", "is cancelled", "is sent", "added that", "is closed", "is deleted",
    "that's saved", "went through",
)  # fmt: skip


def claims(speech: str) -> set[str]:
    """What is said of the write: any of `nothing`, `unknown`, `done`."""
    said = speech.lower()
    found = {"nothing"} if any(words in said for words in NOTHING) else set()
    found |= {"unknown"} if UNKNOWN in said else set()
    return found | ({"done"} if any(words in said for words in DONE) else set())


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(NOW, in_memory=True) as made:
        yield made


class Talk:
    """A conversation up to the read-back of a write, on stores that can be looked at."""

    def __init__(self, skill: LocalSkill, name: str, screen: bool = False) -> None:
        assert skill.memory is not None
        self.write, self._memory = EVERY[name], skill.memory
        skill.start_over()
        prepare(skill, self.write)
        kind = "large" if screen else "speaker"
        self.device = Device(skill, MODEL, customer=self.write.customer, device=kind, now=NOW)
        for text in self.write.says:
            self.device.say(text)
        assert self.device.attributes[ATTRIBUTE]["pending"]["ask"] == "confirm"
        self.before = self._state(self._memory)

    @property
    def is_written(self) -> bool:
        return self._state(self._memory) != self.before

    def _state(self, memory: InMemory) -> tuple[Any, ...]:
        orders = memory.orders.recent(self.write.customer, 50)
        return memory.cases.of_customer(self.write.customer), tuple(order.version for order in orders)

    def agrees(self, answer: Answer) -> str:
        """What is claimed, which must be so."""
        claimed = claims(answer.speech)
        assert len(claimed) == 1, answer.speech
        [claim] = claimed
        assert claim == "unknown" or self.is_written == (claim == "done"), answer.speech
        return claim


def in_store(error: type[Exception], sent: bool) -> list[AbstractContextManager[Any]]:
    """Both ways of writing: they fail once, before they have taken effect or after."""

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        calls = []

        def call(*args: Any, **kwargs: Any) -> Any:
            calls.append(args)
            if len(calls) > 1:
                return real(*args, **kwargs)
            if sent:
                real(*args, **kwargs)
            raise error("lost")

        return call

    return [
        patch.object(MemoryCases, "commit", failing(MemoryCases.commit)),
        patch.object(MemoryErasure, "forget", failing(MemoryErasure.forget)),
    ]


def test_every_kind_of_action_is_among_the_writes() -> None:
    assert {name.partition(",")[0] for name in EVERY} == set(ActionKind)


@pytest.mark.parametrize("name", EVERY)
def test_a_write_whose_words_are_missing_is_not_made(skill: LocalSkill, name: str) -> None:
    talk = Talk(skill, name)
    with not_saying("action.done."):
        answer = talk.device.say("yes")
    assert not talk.is_written
    assert "nothing was changed" in answer.speech
    assert talk.agrees(talk.device.say("yes")) == "done", "what was prepared is kept, and a yes tries again"


@pytest.mark.parametrize("start", ["case.due", "case.card.", "screen.row."])
def test_nor_is_one_whose_card_or_rows_are_missing(skill: LocalSkill, start: str) -> None:
    talk = Talk(skill, "case", screen=True)
    with not_saying(start):
        answer = talk.device.say("yes")
    assert talk.agrees(answer) == "nothing"


BEFORE = {
    "reading": lambda: patch.object(ActionRepository, "facts", raising),
    "forgetting": lambda: patch.object(ActionRepository, "forget", raising),
    "linking": lambda: patch.object(ActionRepository, "link", raising),
    "deciding": lambda: patch("shop_helper.actions.engine.next_step", raising),
}
"""Where it fails before the store is asked to write. Deleting data reads, links and decides nothing."""


@pytest.mark.parametrize("name", EVERY)
def test_a_fault_before_the_write(skill: LocalSkill, name: str) -> None:
    talk = Talk(skill, name)
    with BEFORE["forgetting"](), BEFORE["reading"]():
        answer = talk.device.say("yes")
    assert talk.agrees(answer) == "nothing"
    for at in () if name.startswith("delete") else ("linking", "deciding"):
        with BEFORE[at]():
            assert talk.agrees(talk.device.say("yes")) == "nothing", at
    assert talk.agrees(talk.device.say("yes")) == "done"


@pytest.mark.parametrize("sent", [False, True], ids=["not sent", "sent"])
@pytest.mark.parametrize("error", [UncertainError, UnexpectedError])
@pytest.mark.parametrize("name", EVERY)
def test_a_fault_in_the_write_is_told_as_unknown_and_the_next_turn_looks(
    skill: LocalSkill, name: str, error: type[Exception], sent: bool
) -> None:
    talk = Talk(skill, name)
    commit, forget = in_store(error, sent)
    with commit, forget:
        assert talk.agrees(talk.device.say("yes")) == "unknown"
        assert talk.is_written == sent
        answer = talk.device.say("what are your opening hours")
    assert talk.agrees(answer) == ("done" if sent else "nothing")
    assert "hours" in answer.speech.lower(), "and what was asked is answered"


@pytest.mark.parametrize("sent", [False, True], ids=["not sent", "sent"])
@pytest.mark.parametrize("name", EVERY)
def test_trying_again_does_it_once(skill: LocalSkill, name: str, sent: bool) -> None:
    talk = Talk(skill, name)
    commit, forget = in_store(UnexpectedError, sent)
    with commit, forget:
        talk.device.say("yes")
        first = talk._state(talk._memory)
        assert talk.agrees(talk.device.say("yes")) == "done"
    assert not sent or talk._state(talk._memory) == first


@pytest.mark.parametrize(
    "text", ["no", "repeat that", "cancel", "cancel the wall calendar", "thank you", "stop"]
)
@pytest.mark.parametrize("sent", [False, True], ids=["not sent", "sent"])
def test_whatever_is_said_next_the_outcome_comes_first(skill: LocalSkill, sent: bool, text: str) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UnexpectedError, sent)
    with commit, forget:
        talk.device.say("yes")
        answer = talk.device.say(text)
    assert talk.agrees(answer) == ("done" if sent else "nothing")


def test_a_secret_said_next_does_not_lose_it(skill: LocalSkill) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UnexpectedError, sent=True)
    with commit, forget:
        talk.device.say("yes")
        assert claims(talk.device.say("my password is tiger lily nine").speech) == set()
        assert talk.agrees(talk.device.say("what are your opening hours")) == "done"


def test_where_the_store_still_does_not_answer_nothing_is_claimed(skill: LocalSkill) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UncertainError, sent=True)
    down = patch.object(MemoryCases, "of_customer", lambda *_: _lost())
    with commit, forget:
        talk.device.say("yes")
        with down:
            for text in ("yes", "no", "cancel", "what are your opening hours", "where is my order"):
                assert claims(talk.device.say(text).speech) == {"unknown"}, text
    assert talk.agrees(talk.device.say("what are your opening hours")) == "done"


def _lost() -> Any:
    raise StoreError("no answer")


def test_a_store_error_is_told_as_nothing_done(skill: LocalSkill) -> None:
    talk = Talk(skill, "cancel")
    commit, forget = in_store(StoreError, sent=False)
    with commit, forget:
        assert talk.agrees(talk.device.say("yes")) == "nothing"
        assert "unsure" not in talk.device.attributes[ATTRIBUTE], "there is nothing to look up"
        assert talk.agrees(talk.device.say("yes")) == "done"


def test_a_second_fault_claims_no_more_than_the_first(skill: LocalSkill) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UnexpectedError, sent=True)
    with commit, forget:
        talk.device.say("yes")
    with patch.object(Pipeline, "answer", raising):
        assert talk.agrees(talk.device.say("where is my order")) == "unknown"
    assert talk.agrees(talk.device.say("yes")) == "done"


def after_the_write() -> dict[str, Callable[[], AbstractContextManager[Any]]]:
    """Where it fails once the store has written."""
    return {
        "dynamic entities": lambda: patch("shop_helper.pipeline.entities_of", raising),
        "tone": lambda: patch("shop_helper.pipeline.with_tone", raising),
        "screen": lambda: patch.object(Screens, "directive", raising),
        "log": lambda: patch.object(alexa_handlers, "log_turn", raising),
        "response": lambda: patch.object(alexa_handlers, "respond", raising),
        "response, once": lambda: patch.object(alexa_handlers, "respond", _once(alexa_handlers.respond)),
        "serializing": lambda: patch("lambda_function.cast", raising),
    }


def _once(real: Callable[..., Any]) -> Callable[..., Any]:
    failed: list[Any] = []

    def call(*args: Any) -> Any:
        if failed:
            return real(*args)
        failed.append(args)
        raise UnexpectedError

    return call


@pytest.mark.parametrize("at", after_the_write())
@pytest.mark.parametrize("name", EVERY)
def test_a_fault_after_the_write_is_told_as_done(skill: LocalSkill, name: str, at: str) -> None:
    talk = Talk(skill, name, screen=True)
    with after_the_write()[at]():
        answer = talk.device.say("yes")
    assert talk.agrees(answer) == "done"


@pytest.mark.parametrize("sent", [False, True], ids=["not sent", "sent"])
def test_where_not_even_the_apology_can_be_made_the_next_turn_looks(skill: LocalSkill, sent: bool) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UnexpectedError, sent)
    with commit, forget:
        with patch("shop_helper.pipeline.apology", raising):
            assert talk.agrees(talk.device.say("yes")) == "unknown"
        assert talk.agrees(talk.device.say("what are your opening hours")) == ("done" if sent else "nothing")


def test_where_no_skill_can_be_made_nothing_is_said_of_any_write(skill: LocalSkill) -> None:
    talk = Talk(skill, "message")
    with patch("lambda_function._invoke", raising):
        answer = talk.device.say("yes")
    assert not talk.is_written
    assert claims(answer.speech) == set()


def test_a_fault_without_a_write_keeps_the_open_question(skill: LocalSkill) -> None:
    skill.start_over()
    device = Device(skill, MODEL, customer="ana", now=NOW)
    device.say("can i return something")
    asked = device.attributes[ATTRIBUTE]["pending"]
    with patch.object(Pipeline, "answer", raising):
        answer = device.say("the second one")
    assert "nothing was changed" in answer.speech
    assert device.attributes[ATTRIBUTE]["pending"] == asked
    assert "Which item do you mean" in answer.speech


def test_what_was_done_before_the_session_was_lost_is_told_at_the_next_opening(skill: LocalSkill) -> None:
    talk = Talk(skill, "message")
    commit, forget = in_store(UnexpectedError, sent=True)
    with commit, forget:
        talk.device.say("yes")
    talk.device.close()
    again = talk.device.launch()
    assert "The message about the kettle went through" in again.speech
    assert "Shall we go on" not in again.speech
    talk.device.close()
    assert "went through" not in talk.device.launch().speech
