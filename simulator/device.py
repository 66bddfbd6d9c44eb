"""`Device`: an Echo with one skill on it. Keeps the session as Alexa does and calls the skill's real handler.

What is imitated: new and continued sessions, attributes, the reprompt after silence and the end of the session
after the second, dialogs (`dialog_manager`), the session's own values (`Dialog.UpdateDynamicEntities`), "exit",
events outside a conversation, what Alexa says when a skill fails, and the SessionEndedRequest it then sends.
What is not, stands in docs/simulator.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.answer import Answer, answer_of, unheard
from simulator.dialog_manager import Ask, DialogError, DialogManager, Send
from simulator.endpoint import TIME_LIMIT_S, Called, Handler, Problem, call
from simulator.entities import Entities, EntityError
from simulator.envelope import (
    SKILL_ID,
    Account,
    DeviceKind,
    SessionState,
    ended_request,
    envelope,
    intent_request,
    launch_request,
    touch_request,
)
from simulator.invocation import called, without_wake_word
from simulator.model import Model
from simulator.recogniser import Context, Recognition, recogniser_for
from simulator.skill_events import Event, connections_response, event_of, event_request

TROUBLE = "There was a problem with the requested skill's response."
"""What Alexa says in place of a skill that fails."""

_NOT_SENT = "Sorry, I don't know that one."
"""What Alexa says when no intent of a skill without fallback is near."""

_VALUES_KEPT = timedelta(minutes=30)
_MOST_FOLLOWS = 5
"""Requests that one sentence may lead to, one delegated from the other."""

_EXIT = ("exit",)
"""Alexa ends the session itself, unless the model has a sample of it."""


MakeDevice = Callable[[str | None, DeviceKind, str], "Device"]
"""Customer, kind of device, locale → a new device. Raises ValueError with what would be right."""

Listener = Callable[[str, Any, Answer], None]
"""What was done, as an action of a conversation file and its argument, and what came of it."""


def local_token(customer: str) -> str:
    """What `SHOP_HELPER_IDENTITY=local` believes to be that customer's access token."""
    return f"local:{customer}"


class Device:
    """Talks to a skill's handler. One customer, one device, one session at a time.

    `customer` is an id of the example world, None for an account that is not linked. A handler that has a method
    `token_of` gives the access token for it. `now` is an instant, or what tells it; None takes the clock.
    """

    def __init__(
        self,
        handler: Handler,
        model: Model,
        customer: str | None = None,
        device: str | DeviceKind = DeviceKind.SPEAKER,
        locale: str | None = None,
        now: datetime | Callable[[], datetime] | None = None,
        time_limit_s: float = TIME_LIMIT_S,
        skill_id: str = SKILL_ID,
    ) -> None:
        self.customer, self.locale, self.model = customer, locale or model.locale, model
        user = f"amzn1.ask.account.{(customer or 'unlinked').upper()}"
        self._handler, self._now, self._time_limit_s = handler, now, time_limit_s
        self.account = Account(self._token_of(customer), DeviceKind(device), skill_id, user)
        self._listeners: list[Listener] = []
        self._recogniser = recogniser_for(model)
        self._session: SessionState | None = None
        self._entities: Entities = self._recogniser.entities.for_session()
        self._dialog = DialogManager(model, lambda: self.instant().date())
        self._follows = 0
        self._updated: datetime | None = None
        self._screen: Mapping[str, Any] | None = None
        self._waited = timedelta()
        self._last = Answer()
        self.card: Mapping[str, Any] | None = None
        """The last card in the customer's Alexa app, whichever session sent it."""
        self._silences = 0

    def _token_of(self, customer: str | None) -> str | None:
        token_of: Callable[[str], str] = getattr(self._handler, "token_of", local_token)
        return token_of(customer) if customer else None

    @property
    def session_open(self) -> bool:
        return self._session is not None

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What the skill keeps in the open session; empty when none is open."""
        return self._session.attributes if self._session else {}

    @property
    def entities(self) -> Entities:
        """What slots can hold in this session."""
        return self._entities

    @property
    def screen(self) -> Mapping[str, Any] | None:
        """The document last sent to the screen in this session."""
        return self._screen if self._session else None

    def listen(self, listener: Listener) -> None:
        """The listener is told what is done and what came of it, every turn from now on."""
        self._listeners.append(listener)

    def launch(self) -> Answer:
        """ "Alexa, open …" """
        return self._told("launch", True, self._launch())

    def _launch(self) -> Answer:
        self._start()
        return self._ask(launch_request(), None)

    def say(self, text: str) -> Answer:
        """A sentence: to the open session, or as a one-shot. "open …" and "ask … to" start a new session.

        Interrupting an answer is no different: a skill isn't told.
        """
        return self._told("say", text, self._say(text))

    def _say(self, text: str) -> Answer:
        spoken = without_wake_word(text)
        call_by_name = called(text, self.model.invocation)
        if call_by_name is not None:
            if not call_by_name.words:
                return self._launch()
            self._start()
            spoken = call_by_name.words
        elif self._session is None:
            self._start()
        return self._hear(spoken)

    def hear(self, recognition: Recognition) -> Answer:
        """What was recognised already, sent as it stands; opens a session where none is."""
        if self._session is None:
            self._start()
        intent = self.model.intents[recognition.intent or ""]
        request = intent_request(recognition, intent, self.account.skill_id)
        self._follows = 0
        return self._go(self._dialog.take(request["intent"]), recognition)

    def touch(self, token: str, *more: Any) -> Answer:
        """A touch whose event carries the token, and `more` arguments. Outside a session there is nothing to touch."""
        if self._session is None:
            return Answer(problem="nothing is on the screen: no session is open")
        return self._told(
            "touch", token, self._ask(touch_request((token, *more), self._screen_token() or ""), None)
        )

    def silence(self) -> Answer:
        """Nobody says anything: the reprompt, then the end of the session."""
        return self._told("silence", True, self._silence()) if self._session else Answer()

    def event(self, kind: str, **about: Any) -> Answer:
        """Something happens outside the conversation: see `skill_events.Event`. What the skill says is not heard.

        `linked` takes `customer`, the permissions' events take `scopes`, `subscription-changed` takes
        `subscriptions`, `message` takes `message`; `connections-response` takes `name` and what else came back.
        Raises ValueError for an event that there isn't.
        """
        event = event_of(kind)
        done = {"kind": str(event), **about} if about else str(event)
        if event is Event.CONNECTIONS_RESPONSE:
            if self._session is None:
                self._start()
            return self._told("event", done, self._ask(connections_response(**about), None))
        self._change_account(event, about)
        request = event_request(event, self.account, self.instant(), **about)
        sent = envelope(request, self.account, None, self.locale, self.instant())
        return self._told("event", done, self._unheard(sent))

    def _change_account(self, event: Event, about: dict[str, Any]) -> None:
        """What an event leaves behind; takes out of `about` what it has used."""
        if event is Event.DISABLED:
            self.customer, self._session = None, None
            self.account = replace(self.account, token=None, permissions=())
        elif event is Event.LINKED:
            self.customer = about.pop("customer", self.customer)
            self.account = replace(self.account, token=self._token_of(self.customer))
        elif event in (Event.PERMISSION_ACCEPTED, Event.PERMISSION_CHANGED):
            self.account = replace(self.account, permissions=tuple(about.pop("scopes", ())))

    def _silence(self) -> Answer:
        self._silences += 1
        if self._silences == 1 and self._last.reprompt:
            return Answer(speech=self._last.reprompt, session_open=True)
        return self._end("EXCEEDED_MAX_REPROMPTS")

    def close(self) -> Answer:
        """The customer leaves; the skill is told. Nothing happens when no session is open."""
        return self._told("close", True, self._end("USER_INITIATED")) if self._session else Answer()

    def retry(self) -> Answer:
        """The last request once more, as Alexa sends it when an answer got lost: same id, same attributes."""
        sent = self._last.request
        if not sent:
            return Answer(problem="nothing was sent yet")
        came = call(self._handler, sent, self._time_limit_s)
        again = answer_of(sent, came, None, self.session_open)
        self.card = again.card or self.card
        return self._told("retry", True, again)

    def forget(self) -> None:
        """The session is gone without a word, as after a long time."""
        self._session = None

    def wait(self, time: timedelta) -> None:
        """Time goes by and nobody says a word: an open session ends as it does in silence."""
        if self._session:
            self._end("EXCEEDED_MAX_REPROMPTS")
        self._waited += time

    def _start(self) -> None:
        self._session = SessionState()
        self._entities = self._recogniser.entities.for_session()
        self._last, self._screen, self._silences = Answer(), None, 0
        self._dialog.forget()

    def _hear(self, spoken: str) -> Answer:
        if self._dialog.confirms:
            yes = self._recogniser.yes_or_no(spoken)
            if yes is not None:
                self._follows = 0
                heard = Recognition(spoken, self._dialog.intent, score=1.0, method="confirmed")
                return self._go(self._dialog.confirm(yes), heard)
        recognition = self._recogniser.recognise(spoken, self._context())
        known = recognition.text in self._recogniser.grammar.exact
        if recognition.text in _EXIT and not known:
            return self._end("USER_INITIATED", recognition)
        if recognition.intent is None:
            return Answer(speech=_NOT_SENT, recognition=recognition, session_open=self.session_open)
        return self.hear(recognition)

    def _context(self) -> Context:
        self._expire()
        return Context(
            self.instant().date(), self._entities, self._dialog.elicits, asked=bool(self._last.reprompt)
        )

    def _expire(self) -> None:
        """DYN1: the session's own values are known for half an hour."""
        if self._updated is not None and self.instant() - self._updated > _VALUES_KEPT:
            self._entities, self._updated = self._recogniser.entities.for_session(), None

    def _go(self, step: Ask | Send, recognition: Recognition | None) -> Answer:
        """What the dialog manager has made of a sentence, or of a response."""
        if isinstance(step, Send):
            state = {"dialogState": step.state} if step.state else {}
            return self._ask({"type": "IntentRequest", "intent": step.intent, **state}, recognition)
        self._silences = 0
        self._last = Answer(
            speech=step.speech,
            reprompt=step.speech,
            recognition=recognition,
            session_open=True,
            dialog=step.does,
        )
        return self._last

    def _ask(self, request: Mapping[str, Any], recognition: Recognition | None) -> Answer:
        """Sends one request and takes over what the response says about the session."""
        assert self._session is not None
        sent = self._envelope(request)
        came = call(self._handler, sent, self._time_limit_s)
        if came.problem is not None:
            return self._failed(
                sent, came, recognition, f"{came.problem}{': ' if came.detail else ''}{came.detail}"
            )
        body = came.response["response"]
        self.card = body.get("card") or self.card
        directives = tuple(body.get("directives") or ())
        try:
            step = self._take(directives, request)
        except (EntityError, DialogError) as problem:
            kind = Problem.ENTITIES if isinstance(problem, EntityError) else Problem.DIALOG
            return self._failed(sent, came, recognition, f"{kind}: {problem}")
        self._session.new = False
        self._session.attributes = dict(came.response.get("sessionAttributes") or {})
        self._silences = 0
        if step is None and not self._stays_open(body, directives):
            self._session = None
        self._last = answer_of(sent, came, recognition, self.session_open)
        return self._last if step is None else self._followed(self._last, step)

    def _followed(self, answer: Answer, step: Ask | Send) -> Answer:
        """The skill's words, and then what the dialog goes on with."""
        self._follows += 1
        if self._follows > _MOST_FOLLOWS:
            came = Called(answer.response, answer.ms, answer.turn, answer.errors)
            endless = f"{Problem.DIALOG}: it is delegated for ever"
            return self._failed(answer.request, came, answer.recognition, endless)
        went = self._go(step, answer.recognition)
        if isinstance(step, Ask):
            went = replace(answer, reprompt=went.reprompt, session_open=True, dialog=went.dialog)
        if not went.problem:
            words = " ".join(part for part in (answer.speech, self._last.speech) if part)
            went = replace(went, speech=words)
        self._last = went
        return went

    def _take(
        self, directives: tuple[Mapping[str, Any], ...], request: Mapping[str, Any]
    ) -> Ask | Send | None:
        """What directives change on the device, and what the dialog goes on with."""
        for directive in directives:
            kind = directive.get("type")
            if kind == "Dialog.UpdateDynamicEntities":
                self._entities.update(directive)
                self._updated = self.instant()
            elif kind == "Alexa.Presentation.APL.RenderDocument" and self.account.kind.has_screen:
                self._screen = directive
        return self._dialog.follow(directives, request)

    def _stays_open(self, body: Mapping[str, Any], directives: tuple[Mapping[str, Any], ...]) -> bool:
        """Without `shouldEndSession` only a screen with something on it keeps a session."""
        ends = body.get("shouldEndSession")
        if ends is None:
            return (
                self.account.kind.has_screen and self._screen is not None
            ) or self._dialog.intent is not None
        return ends is False

    def _failed(
        self, sent: dict[str, Any], came: Called, recognition: Recognition | None, problem: str
    ) -> Answer:
        """Alexa apologises, ends the session and tells the skill, which may not answer."""
        answer = replace(unheard(sent, came, recognition), speech=TROUBLE, response={}, problem=problem)
        if came.problem is not Problem.TOO_SLOW and sent["request"]["type"] != "SessionEndedRequest":
            self._end("ERROR", error={"type": "INVALID_RESPONSE", "message": problem})
        self._session = None
        return answer

    def _end(
        self, reason: str, recognition: Recognition | None = None, error: Mapping[str, str] | None = None
    ) -> Answer:
        """Tells the skill that the session is over. What it answers is not heard."""
        assert self._session is not None
        self._session.new = False
        request = ended_request(reason, error)
        sent = self._envelope(request)
        self._session = None
        return self._unheard(sent, recognition)

    def _envelope(self, request: Mapping[str, Any]) -> dict[str, Any]:
        return envelope(
            request, self.account, self._session, self.locale, self.instant(), self._screen_token()
        )

    def _unheard(self, sent: dict[str, Any], recognition: Recognition | None = None) -> Answer:
        """Sends what has no spoken answer."""
        return unheard(sent, call(self._handler, sent, self._time_limit_s), recognition, self.session_open)

    def _told(self, action: str, argument: Any, answer: Answer) -> Answer:
        for listener in self._listeners:
            listener(action, argument, answer)
        return answer

    def _screen_token(self) -> str | None:
        """Of the document on the screen."""
        return None if self._screen is None else str(self._screen.get("token", ""))

    def instant(self) -> datetime:
        now = self._now or datetime.now(UTC)
        return (now if isinstance(now, datetime) else now()) + self._waited
