"""An answered turn as a response envelope."""

from __future__ import annotations

from collections.abc import Sequence

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response
from ask_sdk_model.dialog import DynamicEntitiesDirective
from ask_sdk_model.er.dynamic import Entity, EntityListItem, EntityValueAndSynonyms, UpdateBehavior
from ask_sdk_model.ui import LinkAccountCard, SimpleCard

from shop_helper.alexa import session as sessions
from shop_helper.dialog.answered import Answered
from shop_helper.dialog.reply import DynamicEntity

MAX_CARD = 7_900
"""RSP2: characters of a card's text."""


def respond(handler_input: HandlerInput, answered: Answered) -> Response:
    """Fills the response and the session attributes. The session stays open exactly when something is asked."""
    builder, reply, spoken = handler_input.response_builder, answered.reply, answered.spoken
    builder.speak(spoken.ssml)
    if reply.ask is not None:
        builder.ask(spoken.reprompt_ssml)
    builder.set_should_end_session(reply.ask is None)
    if reply.link_account:
        builder.set_card(LinkAccountCard())
    elif reply.card is not None:
        builder.set_card(SimpleCard(title=reply.card.title, content=reply.card.text[:MAX_CARD]))
    if reply.entities and reply.ask is not None:
        builder.add_directive(_dynamic_entities(reply.entities))
    elif answered.turn.is_afresh:
        builder.add_directive(DynamicEntitiesDirective(update_behavior=UpdateBehavior.CLEAR))
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = sessions.encode(answered.session)
    return builder.response


def _dynamic_entities(entities: Sequence[DynamicEntity]) -> DynamicEntitiesDirective:
    """The customer's own items and sellers, so that Alexa recognizes their names."""
    by_type: dict[str, list[Entity]] = {}
    for one in entities:
        by_type.setdefault(one.slot_type, []).append(_entity(one))
    types = [EntityListItem(name=slot_type, values=values) for slot_type, values in by_type.items()]
    return DynamicEntitiesDirective(update_behavior=UpdateBehavior.REPLACE, types=types)


def _entity(one: DynamicEntity) -> Entity:
    return Entity(id=one.id, name=EntityValueAndSynonyms(value=one.name, synonyms=list(one.synonyms)))
