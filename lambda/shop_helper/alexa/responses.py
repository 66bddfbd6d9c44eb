"""`Reply` → response envelope, and what the session remembers of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response
from ask_sdk_model.dialog import DynamicEntitiesDirective
from ask_sdk_model.er.dynamic import Entity, EntityListItem, EntityValueAndSynonyms, UpdateBehavior
from ask_sdk_model.ui import LinkAccountCard, SimpleCard

from shop_helper.alexa import session as sessions
from shop_helper.alexa.screens import choices_of, token_of
from shop_helper.domain.dialog.own_words import Kind, OwnWord
from shop_helper.handlers.offers import REMEMBERED
from shop_helper.speech.ssml import to_fragment
from shop_helper.speech.wording import Spoken
from shop_helper.turn import Outcome, Reply, Session, Turn, WriteState

SLOT_TYPES = {Kind.ITEM: "ITEM", Kind.SELLER: "SELLER"}
"""Slot types whose values are the customer's own."""

MAX_CARD = 7_900
"""RSP2: characters of a card's text."""


def respond(handler_input: HandlerInput, turn: Turn, reply: Reply, spoken: Spoken) -> Response:
    """Fills the response and the session attributes. The session stays open exactly when something is asked."""
    builder = handler_input.response_builder
    builder.speak(to_fragment(spoken.say))
    if reply.ask is not None:
        builder.ask(to_fragment(spoken.reprompt))
    builder.set_should_end_session(reply.ask is None)
    if reply.link_account:
        builder.set_card(LinkAccountCard())
    elif reply.card is not None:
        builder.set_card(SimpleCard(title=reply.card.title, content=reply.card.text[:MAX_CARD]))
    if reply.entities and reply.ask is not None:
        builder.add_directive(_own_items(reply))
    if handler_input.request_envelope.session is not None:
        remembered = remember(turn, reply, spoken)
        handler_input.attributes_manager.session_attributes = sessions.encode(remembered)
    return builder.response


def remember(turn: Turn, reply: Reply, spoken: Spoken) -> Session:
    """The session after this reply."""
    session = turn.session
    heard = (*session.heard, *reply.topics[:1])
    if reply.ask is not None and reply.ask.ask == "offer":
        heard = (*heard, str(reply.ask.data.get("topic") or reply.ask.data["action"]))
    return Session(
        pending=reply.ask,
        said=_to_repeat(session, reply, spoken),
        question=spoken.question,
        topic=reply.topics[0] if reply.topics else session.topic,
        item=reply.item or session.item,
        listed=reply.listed or session.listed,
        earlier=_earlier(session, reply.item),
        choices=choices_of(session, reply) if turn.has_screen else (),
        rows=_rows(session, reply) if turn.has_screen else (),
        screen=token_of(turn) if turn.has_screen else "",
        tone=session.tone,
        unsure=_unsure(turn),
        audience=turn.audience,
        draft=session.draft,
        failures=session.failures + 1 if reply.outcome is Outcome.DECLINED else 0,
        heard=tuple(dict.fromkeys(heard))[-REMEMBERED:],
    )


def _unsure(turn: Turn) -> Mapping[str, Any]:
    """The write whose outcome isn't known: this turn's, else an earlier one that couldn't be looked up yet."""
    match turn.writing.state:
        case WriteState.BEGUN:
            return turn.writing.lookup
        case WriteState.DONE:
            return {}
        case WriteState.NOT_BEGUN:
            return turn.session.unsure


def _to_repeat(session: Session, reply: Reply, spoken: Spoken) -> str:
    """What was answered last stays what is said again, with the question that is open now."""
    if not session.said or not reply.aside:
        return spoken.say
    answer = session.said.removesuffix(session.question).strip()
    return " ".join(filter(None, (answer, spoken.question)))


def _rows(session: Session, reply: Reply) -> tuple[tuple[str, str], ...]:
    if reply.aside:
        return session.rows
    return tuple((row.label.words, row.value.words) for row in reply.rows)


KEPT_ITEMS = 3


def _earlier(session: Session, item: str | None) -> tuple[str, ...]:
    """Items spoken of before the one that is spoken of now."""
    if item is None or session.item is None or item == session.item:
        return session.earlier
    return tuple(dict.fromkeys(ref for ref in (session.item, *session.earlier) if ref != item))[:KEPT_ITEMS]


def _own_items(reply: Reply) -> DynamicEntitiesDirective:
    """The customer's own items and sellers, so that Alexa recognises their names."""
    types = [
        EntityListItem(name=SLOT_TYPES[kind], values=[_entity(word) for word in words])
        for kind in Kind
        if (words := [word for word in reply.entities if word.kind is kind])
    ]
    return DynamicEntitiesDirective(update_behavior=UpdateBehavior.REPLACE, types=types)


def _entity(word: OwnWord) -> Entity:
    return Entity(id=word.id, name=EntityValueAndSynonyms(value=word.name, synonyms=list(word.synonyms)))
