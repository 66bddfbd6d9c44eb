"""A voice code is set, changed and forgotten by voice; nothing is set without a proof."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from shop_helper.actions.voice_code import is_miss
from shop_helper.dialog.people import Unreachable
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import AnythingElse, What
from shop_helper.dialog.reading import Act, Reading
from shop_helper.dialog.reply import Outcome, Reply
from shop_helper.dialog.safety_questions import CodeOnceMore, NewCode, OldCode, OneTimeNumber, ResendNumber
from shop_helper.dialog.session import Session
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.errors import StoreError, UncertainError
from tests.middle.harness import NOW, Middle, answer, prompts_of, session_with
from tests.middle.moments import CODE, MOMENTS, with_code
from tests.middle.said import Sentence, sentence

DOWN = StoreError("no answer")
SET, FORGOT = "set a voice code", "i forgot my code"
SETTING = ("OldCode", "OneTimeNumber", "ResendNumber", "NewCode", "CodeOnceMore")


def code(digits: str) -> Sentence:
    return sentence("VoiceCodeIntent", code=digits)


def words(said: str) -> Sentence:
    return sentence("HelpQuestionIntent", question=said)


def at(name: str, said: str | Sentence, failures: int = 0) -> Reply:
    moment = MOMENTS[name]
    session = session_with(moment.session.open_question, failures=failures, draft=moment.session.draft)
    return moment.middle().answer(session, said).reply


def number_of(middle: Middle) -> str:
    """The number on a card sent now."""
    sent = middle.answer(Session(), FORGOT).reply
    assert sent.card is not None
    number = sent.card.text.split("\n")[0]
    return "".join(filter(str.isdigit, number))[:6]


def is_set(middle: Middle, digits: str) -> bool:
    return type(middle.stores.codes.check("ana", digits)).__name__ == "Accepted"


def test_a_first_code_is_proved_by_a_number_on_a_card() -> None:
    middle = Middle()
    number = number_of(middle)
    told = middle.answer(session_with(OneTimeNumber()), code(number))
    assert (told.reply.prompt, type(told.reply.ask)) == ("voice_code.number.right", NewCode)
    once = middle.answer(told.session, code("7391"))
    assert isinstance(once.reply.ask, CodeOnceMore)
    assert not middle.stores.codes.is_set("ana")
    twice = middle.answer(once.session, code("7391"))
    assert (twice.reply.prompt, twice.reply.ask) == ("voice_code.set", AnythingElse())
    assert is_set(middle, "7391")
    assert twice.reply.card is not None


def test_a_code_is_changed_with_the_old_one() -> None:
    middle = Middle()
    with_code(middle)
    old = middle.answer(Session(), SET)
    assert old.reply.ask == OldCode()
    new = middle.answer(old.session, code(CODE))
    once = middle.answer(new.session, code("8264"))
    assert middle.answer(once.session, code("8264")).reply.prompt == "voice_code.changed"
    assert is_set(middle, "8264")


def test_a_wrong_old_code_counts_and_the_third_locks() -> None:
    middle = MOMENTS["OldCode"].middle()
    replies = [middle.answer(MOMENTS["OldCode"].session, code("8264")).reply for _ in range(3)]
    assert [one.prompt for one in replies] == [
        "voice_code.wrong.two",
        "voice_code.wrong.one",
        "voice_code.locked.now",
    ]
    assert [one.ask for one in replies] == [OldCode(), OldCode(), AnythingElse()]
    assert middle.answer(Session(), SET).reply.prompt == "voice_code.locked"


def test_a_number_that_was_sent_is_asked_for_again() -> None:
    middle = MOMENTS["OneTimeNumber"].middle()
    assert middle.answer(Session(), SET).reply.ask == OneTimeNumber()
    opened = middle.answer(Session(), "(opens the skill)", is_new=True).reply
    assert (opened.ask, opened.say[0].prompt, opened.outcome) == (
        OneTimeNumber(),
        "launch.back",
        Outcome.CONVERSATIONAL,
    )


def test_a_number_expires() -> None:
    middle = MOMENTS["OneTimeNumber"].middle()
    later = NOW + timedelta(days=1)
    reply = middle.answer(MOMENTS["OneTimeNumber"].session, code("471229"), now=later).reply
    assert (reply.prompt, reply.ask) == ("voice_code.number.expired", ResendNumber())


def test_a_number_is_sent_only_so_often() -> None:
    middle = Middle()
    replies = [middle.answer(Session(), FORGOT).reply for _ in range(6)]
    limited = [one for one in replies if one.prompt != "voice_code.number.sent"]
    assert limited
    assert {one.prompt for one in limited} == {"voice_code.number.limit.open"}
    middle.stores.code_requests.cancel("ana")
    assert middle.answer(Session(), FORGOT).reply.prompt == "voice_code.number.limit"


def test_no_number_is_shown_to_the_room() -> None:
    reply = Middle().answer(Session(), SET, shows_cards=True).reply
    assert (reply.prompt, reply.card) == ("voice_code.number.screen", None)


def test_a_number_that_nobody_asked_for_in_this_conversation_counts() -> None:
    middle = Middle()
    assert middle.answer(Session(), code("471229")).reply.prompt == "orders.unknown_number"
    number = number_of(middle)
    assert middle.answer(Session(), code(number)).reply.prompt == "voice_code.number.right"
    with patch.object(middle.stores.code_requests, "awaits_number", side_effect=DOWN):
        failed = middle.answer(Session(), code(number)).reply
    assert (failed.prompt, failed.outcome) == ("voice_code.not_set", Outcome.ERROR)


@pytest.mark.parametrize(
    ("name", "said", "prompt"),
    [
        ("OneTimeNumber", words("i didn't get the card"), "voice_code.number.sent"),
        ("OneTimeNumber", words("where is the number"), "voice_code.number.where"),
        ("OneTimeNumber", FORGOT, "voice_code.number.sent"),
        ("OldCode", words("i can't remember"), "voice_code.number.sent"),
        ("OldCode", words("what is the voice code"), "voice_code.what"),
        ("VoiceCode", words("i don't know my code"), "voice_code.number.sent"),
        ("VoiceCode", words("what is the code for"), "voice_code.what"),
        ("ResendNumber", SET, "voice_code.number.sent"),
        ("ResendNumber", FORGOT, "voice_code.number.sent"),
    ],
)
def test_what_else_is_said_to_a_question_for_a_code(name: str, said: str | Sentence, prompt: str) -> None:
    assert prompt in prompts_of(at(name, said))


@pytest.mark.parametrize("name", [name for name in SETTING if name != "ResendNumber"] + ["VoiceCode"])
def test_the_third_miss_goes_to_the_escalation(name: str) -> None:
    once, twice, often = (at(name, "(not understood)", failures) for failures in range(3))
    assert once.prompt == twice.prompt
    assert once.prompt.endswith("not_caught")
    assert (once.outcome, often.prompt) == (Outcome.DECLINED, "recover.person")


def test_what_counts_as_a_miss() -> None:
    assert [act for act in Act if is_miss(Reading(act))] == [Act.CHOOSE, Act.GIVE_CODE, Act.UNCLEAR]
    assert is_miss(Reading(Act.ANSWER, Answer.YES))
    assert not is_miss(Reading(Act.ANSWER, Answer.NO))


def test_a_question_from_an_older_session_sets_nothing() -> None:
    middle = MOMENTS["NewCode"].middle()
    reply = middle.answer(session_with(NewCode(7)), code("8264")).reply
    assert (reply.prompt, reply.ask) == ("voice_code.overtaken", AnythingElse())
    expired = middle.answer(session_with(NewCode(1)), code("8264"), now=NOW + timedelta(days=1)).reply
    assert expired.prompt == "voice_code.expired"
    twice = MOMENTS["CodeOnceMore"].middle()
    assert twice.answer(session_with(CodeOnceMore(7)), code(CODE)).reply.prompt == "voice_code.overtaken"


def test_codes_that_differ_again_and_again_are_given_up() -> None:
    middle = MOMENTS["CodeOnceMore"].middle()
    session, found = MOMENTS["CodeOnceMore"].session, []
    for number in range(1, 6):
        answered = middle.answer(session, code(f"82{number}6"))
        found.append(answered.reply.prompt)
        if not isinstance(answered.reply.ask, NewCode):
            break
        session = middle.answer(answered.session, code("7391")).session
    assert found[0] == "voice_code.differ"
    assert found[-1] == "voice_code.given_up"


def test_leaving_ends_the_request() -> None:
    middle = MOMENTS["OneTimeNumber"].middle()
    assert middle.answer(MOMENTS["OneTimeNumber"].session, "no").reply.prompt == "voice_code.number.later"
    assert middle.stores.code_requests.awaits_number("ana", NOW)
    assert middle.answer(MOMENTS["OneTimeNumber"].session, "cancel").reply.prompt == "voice_code.left"
    assert not middle.stores.code_requests.awaits_number("ana", NOW)
    with patch.object(middle.stores.code_requests, "cancel", side_effect=DOWN):
        assert middle.answer(MOMENTS["OneTimeNumber"].session, "cancel").reply.prompt == "voice_code.left"


@pytest.mark.parametrize(
    ("name", "method", "said"),
    [
        ("nothing is open", "awaits_number", SET),
        ("nothing is open", "send", FORGOT),
        ("OneTimeNumber", "try_number", code("471229")),
        ("OldCode", "prove", code(CODE)),
        ("NewCode", "take_first", code("8264")),
        ("CodeOnceMore", "take_again", code(CODE)),
    ],
)
def test_a_store_that_fails_sets_nothing(name: str, method: str, said: str | Sentence) -> None:
    middle = MOMENTS[name].middle()
    with patch.object(middle.stores.code_requests, method, side_effect=DOWN):
        reply = middle.answer(MOMENTS[name].session, said).reply
    assert (reply.prompt, reply.ask, reply.outcome) == ("voice_code.not_set", AnythingElse(), Outcome.ERROR)


def test_whether_a_code_was_set_is_looked_up_in_the_next_turn() -> None:
    moment = MOMENTS["CodeOnceMore"]
    middle = moment.middle()
    with patch.object(middle.stores.code_requests, "take_again", side_effect=UncertainError("who knows")):
        unsure = middle.answer(moment.session, code(CODE))
    assert unsure.reply.prompt == "voice_code.uncertain"
    assert unsure.session.unsettled == UnsettledWrite(Written.VOICE_CODE, "request-1")
    for was_set, prompt in ((True, "voice_code.set"), (False, "voice_code.not_set")):
        with patch.object(middle.stores.code_requests, "was_set", return_value=was_set):
            found = middle.answer(unsure.session, "say that again")
        assert (found.reply.prompt, found.session.unsettled) == (prompt, None)
    with patch.object(middle.stores.code_requests, "was_set", side_effect=DOWN):
        still = middle.answer(unsure.session, "yes")
    assert still.reply.prompt == "voice_code.uncertain"
    assert still.session.unsettled == unsure.session.unsettled
    away = middle.answer(unsure.session, "yes", identify=Unreachable)
    assert away.reply.outcome is Outcome.ERROR


def test_a_request_that_alexa_sends_again_sets_the_code_once() -> None:
    moment = MOMENTS["CodeOnceMore"]
    middle = moment.middle()
    first = middle.answer(moment.session, code(CODE), request_id="same").reply
    again = middle.answer(moment.session, code(CODE), request_id="same").reply
    assert first.prompt == again.prompt == "voice_code.changed"


def test_a_launch_goes_on_without_a_look_at_the_requests() -> None:
    middle = Middle("carla")
    with patch.object(middle.stores.code_requests, "awaits_number", side_effect=DOWN):
        reply = middle.answer(Session(), "(opens the skill)", is_new=True).reply
    assert (reply.prompt, reply.degraded) == ("launch.welcome", ("codes.unavailable",))


@pytest.mark.parametrize("said", [SET, FORGOT])
def test_without_an_account_there_is_no_code(said: str) -> None:
    reply = answer(None, said, customer=None)
    assert (reply.prompt, reply.link_account) == ("voice_code.link", True)
    away = Middle().answer(Session(), said, identify=Unreachable).reply
    assert (away.prompt, away.outcome) in (
        ("voice_code.not_set", Outcome.ERROR),
        ("account.unchecked", Outcome.ERROR),
    )


@pytest.mark.parametrize("said", [SET, FORGOT])
def test_a_shop_without_codes_says_so(said: str) -> None:
    assert Middle(voice_code=False).answer(Session(), said).reply.prompt == "voice_code.off"
    given = Middle(voice_code=False).answer(session_with(What()), code("7391")).reply
    assert given.prompt == "orders.unknown_number"


def test_another_matter_is_answered_in_the_middle_of_a_code() -> None:
    for name in SETTING:
        assert at(name, "how long does delivery take").topics == ("delivery.time",)
