"""The policy: `decide`, a pure function from reading and session to a move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from shop_helper.conversation import small_talk
from shop_helper.conversation.asking import choice_of, kept_open
from shop_helper.conversation.navigation import navigate
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import ItemMiss, Move
from shop_helper.dialog.questions import NextStep, What, WhichSide, WhichTopic
from shop_helper.dialog.reading import Act, All, ItemMention, One, OneOf, Part, Reading
from shop_helper.dialog.reply import PERSON, WHAT, Outcome, Quantity, Reply, aside, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem


@dataclass(frozen=True)
class Standing:
    """Facts about the conversation beside the session."""

    is_customer: bool = False
    """Whether the caller is a verified customer."""
    sells: bool = False
    """Whether the customer asks as a seller."""
    speaks_of_items: bool = False
    """Whether the last topic is about an item, so that a bare name can only be an item's."""


def decide(reading: Reading, session: Session, standing: Standing) -> Move:
    match reading.act:
        case Act.LAUNCH:
            return moves.Greet()
        case Act.ASK | Act.DESCRIBE:
            return _asked(reading, session, standing)
        case Act.LOOK_UP:
            if reading.topic is None:
                return _placed(reading, session)
            return moves.Tell(reading.topic, reading.mention, as_seller=reading.side is not None)
        case Act.ASK_CASES:
            return moves.TellCases()
        case Act.REQUEST:
            assert reading.wish is not None
            return moves.Begin(reading.wish, reading.mention, reading.reason)
        case Act.ANSWER:
            refers = standing.is_customer and reading.mention.refers(standing.sells)
            return navigate(reading, session, refers)
        case Act.CHOOSE | Act.GIVE_CODE:
            return _chosen(reading, session, standing)
        case Act.CORRECT:
            return _corrected(reading, session)
        case Act.STATE_SIDE:
            return _sided(reading, session)
        case Act.COUNT_STEPS:
            question = session.open_question
            if isinstance(question, NextStep):
                return moves.CountSteps(question.topic, question.index)
            return moves.Say(kept_open(session, "steps.none"))
        case Act.REPEAT | Act.REPEAT_SLOWLY:
            return moves.Repeat(slowly=reading.act is Act.REPEAT_SLOWLY)
        case Act.UNCLEAR:
            return moves.Miss()
        case Act.OFF_TOPIC:
            return moves.OffTopic()
        case Act.RECALL_CHOICES:
            nearby = session.open_question.nearby if isinstance(session.open_question, What) else ()
            if choice_of(nearby):
                return moves.ChooseTopic(nearby)
            return moves.Say(small_talk.recalled(session))
        case Act.SET_CODE | Act.FORGOT_CODE:
            return moves.Miss()  # reached only if the shop uses no voice codes
        case Act.THANK:
            return moves.Say(small_talk.thanked(session))
        case Act.GREET:
            return moves.Say(small_talk.greeted(session))
        case Act.VENT:
            return moves.Say(
                Reply("upset.say", (prompt("upset.say"),), *PERSON, outcome=Outcome.CONVERSATIONAL)
            )
        case Act.ABOUT_ASSISTANT:
            return moves.Say(kept_open(session, "small.about_me"))
        case Act.UNSURE:
            return moves.Say(small_talk.unsure(session))
        case Act.HELP:
            return moves.Say(small_talk.helped())
        case Act.SAY_SAFE:
            return moves.Say(kept_open(session, "danger.okay"))
        case Act.EMERGENCY:
            return moves.Miss()  # with words it is a question, and without it was answered before
        case Act.STOP:
            return moves.Say(small_talk.goodbye())
        case _:
            assert_never(reading.act)


def wish_with_reason(reading: Reading) -> Move | None:
    """Return the move for a request that states its reason in free words, else None."""
    if reading.act is not Act.ASK or reading.wish is None or reading.reason is None:
        return None
    return moves.Begin(reading.wish, reading.mention, reading.reason)


def _asked(reading: Reading, session: Session, standing: Standing) -> Move:
    question = session.open_question
    if isinstance(question, WhichItem) and standing.is_customer and reading.answers_with_a_name:
        match reading.mention.on(standing.sells):
            case One(ref) if ref in question.shown:
                return moves.Tell(question.topic, ref=ref)
            case OneOf(refs) if set(refs) <= set(question.shown):
                return moves.NarrowItems(refs)
    if reading.asks is not None:
        return moves.TellFact(reading.asks, reading.mention)
    if reading.topic is not None:
        return moves.Tell(reading.topic, reading.mention)
    return _placed(reading, session)


def _placed(reading: Reading, session: Session) -> Move:
    place = reading.place
    if place is None:
        return moves.Miss()
    match place.decision:
        case "answer":
            return moves.Tell(place.topics[0], reading.mention, confidence=place.confidence)
        case "choose":
            kept = reading.text if reading.may_keep_text else ""
            return moves.ChooseTopic(place.topics, kept, place.confidence)
        case "decline":
            return moves.Decline(place.topics, place.confidence)


def _chosen(reading: Reading, session: Session, standing: Standing) -> Move:
    """Decide a choice from what was just offered, or the name of an item."""
    question, mention = session.open_question, reading.mention
    if isinstance(question, WhichItem):
        return _item_picked(reading, session, question, standing)
    if isinstance(question, WhichTopic):
        if reading.choice is not None:
            return moves.Tell(question.topics[reading.choice], mention)
        if standing.is_customer and reading.named is not None:
            return moves.TellOfItem(mention)
        return _placed(reading, session)
    if isinstance(question, What) and reading.choice is not None:
        return moves.Tell(question.nearby[reading.choice])
    if (standing.is_customer and mention.refers(standing.sells)) or reading.tells_order:
        return moves.TellOfItem(mention)
    if reading.beyond and session.listed:
        return beyond(session, len(session.listed))
    if reading.wants_other:
        return moves.Say(kept_open(session, "choose.no_other"))
    if not standing.is_customer and reading.names_item and standing.speaks_of_items:
        return moves.LinkFirst()
    return _placed(reading, session) if reading.names_item else moves.Miss()


def _item_picked(reading: Reading, session: Session, question: WhichItem, standing: Standing) -> Move:
    if not standing.is_customer:
        return moves.Tell(question.topic)
    match reading.mention.on(standing.sells):
        case One(ref):
            return moves.Tell(question.topic, ref=ref)
        case All():
            return moves.Tell(question.topic, reading.mention)
        case OneOf(refs):
            return moves.NarrowItems(refs)
    if reading.beyond and not session.failures:
        return beyond(session, len(question.shown))
    if session.failures == 1 and reading.names_item:
        return moves.AskItemAgain(ItemMiss.NOT_THERE)
    return moves.Miss() if session.failures else moves.AskItemAgain(ItemMiss.AGAIN)


def beyond(session: Session, count: int) -> Move:
    """Return the move for a choice past the end: "the fifth one" of three."""
    listed = Quantity(count, "items")
    return moves.Say(kept_open(session, "choose.beyond", Outcome.DECLINED, count=listed))


def _corrected(reading: Reading, session: Session) -> Move:
    """Decide "the order is wrong" or "that's not right" while no action is open."""
    if session.topic is None:
        otherwise = aside("change.nothing", WHAT)
    else:
        said = (prompt("doubt.say"),)
        otherwise = Reply("doubt.say", said, *PERSON, outcome=Outcome.CONVERSATIONAL)
    if reading.part is Part.ITEM:
        kept = reading.text if reading.may_keep_text else ""
        return moves.ChooseCorrection(kept, otherwise)
    return moves.Say(otherwise)


def _sided(reading: Reading, session: Session) -> Move:
    """Note "as a seller" or "as a buyer" for the session, and answer the open question."""
    if reading.side is None:
        return moves.Miss()
    question = session.open_question
    if isinstance(question, WhichSide):
        return moves.Tell(question.topic, ItemMention(), side=reading.side)
    name = f"audience.noted.{reading.side.value}"
    reply = Reply(name, (prompt(name),), *WHAT, outcome=Outcome.CONVERSATIONAL, audience=reading.side)
    return moves.Say(reply)
