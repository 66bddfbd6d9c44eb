"""A session belongs to its owner: the rule by itself, and the conversations that it was made for."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from shop_helper.alexa.progressive import prompt_for
from shop_helper.alexa.session import ATTRIBUTE, MAX_STATE, encode, size_of
from shop_helper.dialog.people import Customer, Owner
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.owner import Owners
from simulator.envelope import DeviceKind
from tests.owner.household import NOW, Household, household, kept_by, with_token, with_user

WORDS = "it crackles like a gargoyle"


@pytest.fixture(scope="module")
def skill_at_home() -> Iterator[Household]:
    with household() as home:
        yield home


@pytest.fixture
def home(skill_at_home: Household) -> Household:
    skill_at_home.start_over()
    return skill_at_home


def test_a_case_is_never_opened_for_another_with_the_first_ones_words(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("open a case about the blender")
    device.say("yes")
    device.say(WORDS)
    with_token(device, "ben#1")
    answer = device.say("yes")
    assert "blender" not in answer.speech
    assert "gargoyle" not in answer.speech
    assert home.skill.written("ana") == home.skill.written("ben") == ()


@pytest.mark.parametrize("token", ["ben#1", None], ids=["another customer", "no account"])
def test_repeat_tells_nobody_else_about_the_orders(home: Household, token: str | None) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    assert "kettle" in device.say("where is my kettle").speech
    answer = with_token(device, token).say("repeat that")
    assert answer.turn is not None
    assert answer.turn["prompt"] == "again.nothing"
    assert "kettle" not in answer.speech + answer.reprompt


def test_the_same_customer_goes_on_with_a_renewed_token_and_is_looked_up_once(home: Household) -> None:
    device = home.device("ana")
    device.say("where is my kettle")
    home.provider.asked = 0
    assert "kettle" in with_token(device, "ana#2").say("repeat that").speech
    assert home.provider.asked == 1
    device.say("repeat that")
    assert home.provider.asked == 1, "the new token is the session's own now"


def test_a_link_that_has_run_out_is_said_when_the_account_is_needed(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("cancel the wall calendar")
    home.provider.refused = {"ana#1"}
    answer = device.say("yes")
    assert "your account link has run out" in answer.speech.lower()
    assert answer.card is not None
    assert answer.card["type"] == "LinkAccount"
    assert "draft" not in kept_by(device)
    help_answer = device.say("how do i contact customer service")
    assert help_answer.turn is not None
    assert help_answer.turn["topics"] == ["contact.overview"]


def test_a_yes_that_could_not_be_checked_counts_when_it_is_said_again(home: Household) -> None:
    device = home.device("ben", DeviceKind.SPEAKER)
    device.say("start a return for my rain jacket")
    device.say("it is too small")
    with_token(device, "ben#2")
    home.provider.is_away = True
    answer = device.say("yes")
    assert answer.speech == "I can't check your account just now. Please say that again in a moment."
    assert answer.turn is not None
    assert (answer.turn["asks"], answer.turn["account"]) == ("confirm", "unreachable")
    assert home.skill.written("ben") == ()
    home.provider.is_away = False
    device.say("yes")
    assert {one.kind for one in home.skill.written("ben")} == {"return", "order"}


def test_help_is_answered_while_the_account_cannot_be_checked_and_what_was_open_stays(
    home: Household,
) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("cancel the wall calendar")
    before = kept_by(device)
    with_token(device, "ana#2")
    home.provider.is_away = True
    answer = device.say("how do i contact customer service")
    assert answer.turn is not None
    assert answer.turn["topics"] == ["contact.overview"]
    assert answer.speech.endswith("What else would you like to know?")
    assert "calendar" not in answer.speech
    assert kept_by(device) == before
    assert device.say("help").session_open
    assert kept_by(device) == before
    assert not device.say("stop").session_open


def test_steps_go_on_when_the_user_links_in_between_and_nobody_is_asked(home: Household) -> None:
    device = home.device(None, DeviceKind.SPEAKER)
    first = device.say("how do i return an item").speech
    second = with_token(device, "ben#1").say("next").speech
    assert "Step 1" in first
    assert "Step 2" in second
    assert home.provider.asked == 0


def test_a_draft_is_kept_at_the_end_for_its_owner_only(home: Household) -> None:
    assert home.skill.memory is not None
    drafts = home.skill.memory.cases._drafts
    for token, kept in (("ben#1", []), (None, []), ("ana#2", ["ana"]), ("ana#1", ["ana"])):
        drafts.clear()
        device = home.device("ana", DeviceKind.SPEAKER)
        device.say("cancel the wall calendar")
        with_token(device, token).close()
        assert list(drafts) == kept, token


def test_no_draft_is_kept_while_nobody_can_tell_whose_it_is(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("cancel the wall calendar")
    home.provider.is_away = True
    device.close()
    assert home.stored("ana") == (None,)


def test_the_items_of_one_owner_are_no_longer_known_by_name_to_the_next(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("where is my kettle")
    assert "kettle" in device.entities.all_dynamic_words()
    cleared = with_token(device, None).say("help")
    assert [d["updateBehavior"] for d in cleared.directives] == ["CLEAR"]
    assert device.entities.all_dynamic_words() == frozenset()
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("where is my kettle")
    replaced = with_token(device, "ben#1").say("where is my order")
    assert [d["updateBehavior"] for d in replaced.directives] == ["REPLACE"]
    assert "kettle" not in device.entities.all_dynamic_words()


def test_state_without_an_owner_is_nobodys(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("where is my kettle")
    assert device._session is not None
    del device._session.attributes[ATTRIBUTE]["owner"]
    assert "kettle" not in device.say("repeat that").speech


def test_a_launch_in_the_same_house_is_the_new_owners(home: Household) -> None:
    device = home.device("ana", DeviceKind.SPEAKER)
    device.say("cancel the wall calendar")
    with_user(with_token(device, "ben#1"), "ben")
    assert "calendar" not in device.launch().speech
    assert "draft" not in kept_by(device)


def test_no_log_names_the_owner(home: Household, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    device = home.device("ana", DeviceKind.SPEAKER)
    hashes: set[str] = set()
    for token in ("ana#1", "ana#2", "ben#1", None):
        with_token(device, token)
        for words in ("where is my kettle", "cancel the wall calendar", "yes"):
            device.say(words)
            hashes |= set(kept_by(device)["owner"])
    told = "".join(f"{record.getMessage()}{record.__dict__}" for record in caplog.records)
    assert len(hashes - {""}) >= 6
    assert [one for one in hashes - {""} if one in told] == []


OWNERS = Owners("a secret")


def test_the_hashes_are_the_same_in_every_process_and_tell_nothing() -> None:
    one = OWNERS.asking("amzn1.ask.account.ANA", "token")
    assert one == Owners("a secret").asking("amzn1.ask.account.ANA", "token")
    assert one != Owners("another secret").asking("amzn1.ask.account.ANA", "token")
    assert OWNERS.customer("ana") != Owners("another secret").customer("ana")
    assert one.user == OWNERS.asking("amzn1.ask.account.ANA", None).user
    assert one.is_linked
    assert not OWNERS.asking("amzn1.ask.account.ANA", None).is_linked
    assert len({one.user, one.access, OWNERS.customer("amzn1.ask.account.ANA")}) == 3
    assert OWNERS.asking("a", "\ud800"), "a token of broken characters is somebody's, too"


def turn(session: Session, token: str | None, **more: object) -> Turn:
    values = {"intent": "AMAZON.YesIntent", "is_new": False, **more}
    return Turn(
        RequestKind.INTENT,
        "r",
        "en-US",
        NOW,
        session=session,
        asking=OWNERS.asking("u", token),
        **values,  # type: ignore[arg-type]
    )


def kept(token: str | None, customer: str = "") -> Session:
    asking = OWNERS.asking("u", token)
    owner = Owner(asking.user, asking.access, OWNERS.customer(customer) if customer else "")
    return Session(owner=owner, said="private", open_question=Confirm())


def test_a_value_that_was_the_first_ones_own_means_nothing_to_the_next() -> None:
    slots = {"item": Slot("the kettle", "114-1/1", "Kettle", own=True), "part": Slot("item", "item", "item")}
    settled = OWNERS.settle(turn(kept("t", "ana"), None, slots=slots))
    assert settled.slots == {"item": Slot("the kettle"), "part": Slot("item", "item", "item")}
    assert settled.session == Session()


def test_a_token_that_belongs_to_another_customer_by_now_is_found_before_anything_is_done() -> None:
    done = []

    def answer(asked: Turn) -> str:
        assert isinstance(asked.caller, Customer)
        done.append((asked.caller.id, asked.session.said))
        return asked.session.said

    arrived = turn(kept("t", "ana"), "t", identify=lambda: Customer("ben"))
    settled, said = OWNERS.use(arrived, answer)
    assert said == ""
    assert done == [("ben", "")]
    assert settled.is_afresh


def test_nobody_is_told_that_something_is_sent_off_before_it_is_known_whose_yes_it_is() -> None:
    assert prompt_for(turn(kept("t", "ana"), "t")) == "progress.writing"
    assert prompt_for(turn(kept("t", "ana"), "u")) == "progress.looking"


def test_the_state_of_a_long_conversation_stays_small_with_its_owner() -> None:
    session = replace(
        kept("t", "ana"),
        said="word " * 170,
        asked="which one? " * 5,
        draft=Draft(ActionKind.CASE, words="w" * 200, ref="114-7702946-3085/1", key="1" * 16),
        rows=tuple(("Item", "a long value of a row") for _ in range(30)),
    )
    state = encode(session)[ATTRIBUTE]
    assert size_of(state) <= MAX_STATE
    assert len(state["owner"]) == 3
    assert len(json.dumps(state["owner"])) < 70


def test_an_old_screen_of_another_owner_does_not_act(home: Household) -> None:
    device = home.device("ben", DeviceKind.LARGE)
    device.say("start a return for my rain jacket")
    device.say("it is too small")
    answer = with_token(device, "ana#1").touch("yes")
    assert "jacket" not in json.dumps(answer.response)
    assert home.skill.written("ben") == home.skill.written("ana") == ()
