"""Our handlers as the SDK's: each request type has its place here, in the order they are tried."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container
from typing import Any, Protocol

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

from shop_helper.alexa.envelope import USER_EVENT, Duty, duty_of
from shop_helper.alexa.progressive import Progress
from shop_helper.alexa.responses import respond
from shop_helper.alexa.screens import Screens
from shop_helper.alexa.touches import spoken_for
from shop_helper.alexa.turn_log import log_turn
from shop_helper.alexa.turns import turn_of
from shop_helper.dialog.answered import Answered
from shop_helper.dialog.turn import Turn
from shop_helper.owner import Owners
from shop_helper.ports import Identity

log = logging.getLogger("shop_helper")


class Pipeline(Protocol):
    """What answers turns."""

    def answer(self, turn: Turn) -> Answered: ...

    def apologize(self, turn: Turn) -> Answered:
        """Something went wrong: say so, and offer to go on."""


class Bridge:
    """Carries one request into the pipeline, and what comes out of it into the response."""

    def __init__(
        self,
        identity: Identity,
        owners: Owners,
        pipeline: Pipeline,
        screens: Screens,
        progress: Progress,
        topics: Container[str],
        limit_s: float | None = None,
    ) -> None:
        """`topics`: those that the knowledge base has. `limit_s`: seconds that an answer may take, whatever Lambda has
        left."""
        self._topics, self._limit_s = topics, limit_s
        self._identity, self._owners, self._pipeline = identity, owners, pipeline
        self._screens, self._progress = screens, progress

    def answer(self, handler_input: HandlerInput) -> Response:
        turn = self.turn(handler_input)
        with self._progress.during(handler_input, turn):
            answered = self._pipeline.answer(turn)
        return self._respond(handler_input, answered)

    def apologize(self, handler_input: HandlerInput) -> Response:
        turn = self.turn(handler_input)
        return self._respond(handler_input, self._pipeline.apologize(turn))

    def turn(self, handler_input: HandlerInput) -> Turn:
        return turn_of(handler_input, self._identity, self._owners, self._topics, self._limit_s)

    def _respond(self, handler_input: HandlerInput, answered: Answered) -> Response:
        log_turn(answered.turn, answered.reply)
        if answered.turn.has_screen:
            self._show(handler_input, answered)
        return respond(handler_input, answered)

    def _show(self, handler_input: HandlerInput, answered: Answered) -> None:
        """A screen that can't be made costs the screen: what is said may tell of something already written.

        Where a private card goes along, it costs the answer: Alexa shows the card on a device that gets no screen.
        """
        try:
            handler_input.response_builder.add_directive(self._screens.directive(answered))
        except Exception as problem:
            if answered.reply.card is not None and answered.reply.card.private:
                raise
            log.error("no screen for %s", answered.reply.prompt, exc_info=problem)


class LaunchRequestHandler(AbstractRequestHandler):
    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, LaunchRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(handler_input)


class IntentRequestHandler(AbstractRequestHandler):
    """Every intent: what it means is decided in the pipeline, since Alexa picks whichever sample is nearest."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, IntentRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(handler_input)


class TouchHandler(AbstractRequestHandler):
    """A touch on the screen, answered as the intent that it stands for."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def can_handle(self, handler_input: HandlerInput) -> bool:
        request: Any = handler_input.request_envelope.request
        return request.object_type == USER_EVENT and spoken_for(request.arguments) is not None

    def handle(self, handler_input: HandlerInput) -> Response:
        return self._bridge.answer(handler_input)


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
        self._keep(self._bridge.turn(handler_input))
        return handler_input.response_builder.response


class SkillDisabledRequestHandler(AbstractRequestHandler):
    """The skill was disabled: what is stored of the customer goes. Comes twice and late at times (RSP11).

    When that fails the request fails, so that it comes again.
    """

    def __init__(self, bridge: Bridge, forget: Callable[[Turn], None]) -> None:
        self._bridge, self._forget = bridge, forget

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return isinstance(handler_input.request_envelope.request, SkillDisabledRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        self._forget(self._bridge.turn(handler_input))
        return handler_input.response_builder.response


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
    """The last resort: says what is known, offers to go on, logs the traceback and never the envelope. The session is
    the one that came with the request, so what was prepared in it stays.

    It leaves the failure of a skill event alone: that has to leave the entry point.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        request: Any = handler_input.request_envelope.request
        return duty_of(request.object_type) is not Duty.WORK

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        request: Any = handler_input.request_envelope.request
        log.error("%s %s failed", request.object_type, request.request_id, exc_info=exception)
        if duty_of(request.object_type) is not Duty.SPEAK:
            return handler_input.response_builder.response
        handler_input.response_builder.response = Response()  # nothing of the answer that failed
        return self._bridge.apologize(handler_input)
