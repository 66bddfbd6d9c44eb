"""Our handlers as the SDK's: each request type has its place here, in the order they are tried."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest, Response, SessionEndedRequest
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentRequest,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)
from ask_sdk_model.events.skillevents import SkillDisabledRequest

from shop_helper.alexa.envelope import SPOKEN_TYPES, USER_EVENT
from shop_helper.alexa.progressive import Progress
from shop_helper.alexa.responses import respond
from shop_helper.alexa.screens import Screens
from shop_helper.alexa.touches import spoken_for
from shop_helper.alexa.turn_log import log_turn
from shop_helper.alexa.turns import turn_of
from shop_helper.handlers.handler import Handler, prompt
from shop_helper.identity import Identity
from shop_helper.speech.wording import Spoken, Wording
from shop_helper.turn import Outcome, Pending, Reply, Turn

log = logging.getLogger("shop_helper")


class Bridge:
    """Turn in, reply out, for any of our handlers."""

    def __init__(
        self, identity: Identity, wording: Wording, zone: ZoneInfo, screens: Screens, progress: Progress
    ) -> None:
        self._identity, self._wording, self._zone = identity, wording, zone
        self._screens, self._progress = screens, progress

    def answer(self, handler_input: HandlerInput, handle: Callable[[Turn], Reply]) -> Response:
        turn = turn_of(handler_input, self._identity)
        with self._progress.during(handler_input, turn):
            reply = handle(turn)
        today = self._today(turn)
        spoken = self._wording.speak(reply, today, turn.request_id)
        if reply.card is not None:
            reply = replace(reply, card=self._wording.card(reply.card, today))
        if turn.has_screen:
            reply = replace(reply, rows=self._wording.rows(reply.rows, today, turn.request_id))
        log_turn(turn, reply)
        if turn.has_screen:
            self._show(handler_input, turn, reply, spoken)
        return respond(handler_input, turn, reply, spoken)

    def _show(self, handler_input: HandlerInput, turn: Turn, reply: Reply, spoken: Spoken) -> None:
        """A screen that can't be made costs the screen: what is said may tell of something already written.

        Where a private card goes along, it costs the answer: Alexa shows the card on a device that gets no screen.
        """
        try:
            today = self._today(turn)
            handler_input.response_builder.add_directive(self._screens.directive(turn, reply, spoken, today))
        except Exception as problem:
            if reply.card is not None and reply.card.private:
                raise
            log.error("no screen for %s", reply.prompt, exc_info=problem)

    def _today(self, turn: Turn) -> date:
        return turn.now.astimezone(self._zone).date()

    def listen(self, handler_input: HandlerInput, note: Callable[[Turn], None]) -> Response:
        """For requests that may not be answered (RSP6): takes note, and says nothing."""
        note(turn_of(handler_input, self._identity))
        return handler_input.response_builder.response


class LaunchRequestHandler(AbstractRequestHandler):
    def __init__(self, bridge: Bridge, handler: Handler) -> None:
        self._bridge, self._handler = bridge, handler

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, LaunchRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(handler_input, self._handler.handle)


class IntentRequestHandler(AbstractRequestHandler):
    """One of our handlers, for the intents it names."""

    def __init__(self, bridge: Bridge, handler: Handler) -> None:
        self._bridge, self.handler = bridge, handler

    def can_handle(self, handler_input: HandlerInput) -> bool:
        request = handler_input.request_envelope.request
        return (
            isinstance(request, IntentRequest)
            and request.intent is not None
            and request.intent.name in self.handler.intents
        )

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(handler_input, self.handler.handle)


class TouchHandler(AbstractRequestHandler):
    """A touch on the screen, answered by the handler of the intent that it stands for."""

    def __init__(self, bridge: Bridge, handlers: Sequence[Handler]) -> None:
        self._bridge = bridge
        self._by_intent = {name: handler for handler in handlers for name in handler.intents}

    def can_handle(self, handler_input: HandlerInput) -> bool:
        request: Any = handler_input.request_envelope.request
        return request.object_type == USER_EVENT and spoken_for(request.arguments) is not None

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(
            handler_input, lambda turn: self._by_intent[turn.intent or ""].handle(turn)
        )


class UnknownIntentHandler(AbstractRequestHandler):
    """An intent that no handler names: an older or newer interaction model than this code."""

    def __init__(self, bridge: Bridge, fallback: Handler) -> None:
        self._bridge, self._fallback = bridge, fallback

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, IntentRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        request: Any = handler_input.request_envelope.request
        log.warning("no handler for intent %s", request.intent.name if request.intent else None)
        return self._bridge.answer(handler_input, self._fallback.handle)


class CanFulfillIntentRequestHandler(AbstractRequestHandler):
    """Answers whether an intent could be fulfilled; without side effects, speech or directives (RSP7)."""

    def __init__(self, intents: frozenset[str]) -> None:
        self._intents = intents

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, CanFulfillIntentRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        request: Any = handler_input.request_envelope.request
        intent = request.intent
        known = intent is not None and intent.name in self._intents
        slots = {
            name: CanFulfillSlot(
                can_understand=CanUnderstandSlotValues.YES if known else CanUnderstandSlotValues.NO,
                can_fulfill=CanFulfillSlotValues.YES if known else CanFulfillSlotValues.NO,
            )
            for name in ((intent.slots or {}) if intent else {})
        }
        value = CanFulfillIntentValues.YES if known else CanFulfillIntentValues.NO
        handler_input.response_builder.set_can_fulfill_intent(CanFulfillIntent(value, slots))
        return handler_input.response_builder.response


class SessionEndedRequestHandler(AbstractRequestHandler):
    """The customer is gone; what they left unfinished is kept for the next time."""

    def __init__(self, bridge: Bridge, keep: Callable[[Turn], None]) -> None:
        self._bridge, self._keep = bridge, keep

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, SessionEndedRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        request: Any = handler_input.request_envelope.request
        if request.error is not None:
            log.warning("SessionEndedRequest reports an error of type %s", request.error.object_type)
        return self._bridge.listen(handler_input, self._keep)


class SkillDisabledRequestHandler(AbstractRequestHandler):
    """The skill was disabled: what is stored of the customer goes. Comes twice and late at times (RSP11)."""

    def __init__(self, bridge: Bridge, forget: Callable[[Turn], None]) -> None:
        self._bridge, self._forget = bridge, forget

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, SkillDisabledRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.listen(handler_input, self._forget)


class SilentRequestHandler(AbstractRequestHandler):
    """The end of a session, skill events, screen errors: answered without words, as RSP6 asks."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        request: Any = handler_input.request_envelope.request
        error = getattr(request, "error", None)
        if error is not None:
            log.warning(
                "%s reports an error of type %s", request.object_type, getattr(error, "object_type", "?")
            )
        else:
            log.info("%s", request.object_type)
        return handler_input.response_builder.response


class CatchAllExceptionHandler(AbstractExceptionHandler):
    """The last resort: says so, offers to go on, logs what happened with its traceback and without the envelope."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        request: Any = handler_input.request_envelope.request
        log.error("%s %s failed", request.object_type, request.request_id, exc_info=exception)
        if request.object_type not in SPOKEN_TYPES:
            return handler_input.response_builder.response
        return self._bridge.answer(handler_input, _sorry)


def _sorry(turn: Turn) -> Reply:
    return Reply(
        "error.sorry",
        (prompt("error.sorry"),),
        prompt("error.ask"),
        Pending("what"),
        outcome=Outcome.ERROR,
        aside=True,
    )
