"""Whole envelopes around forged sessions: every intent with any slots, touches, openings, ends, any device."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from shop_helper.alexa.session import ATTRIBUTE
from shop_helper.alexa.touches import EXAMPLES, PROBLEMS
from shop_helper.dialog.people import Owner
from shop_helper.owner import Owners
from simulator.envelope import SKILL_ID
from simulator.model import MODELS
from tests.fuzz.sessions import Known, Sessions
from tests.fuzz.values import DAYS, NO_TYPE, SENTENCES, Draw

AUTHORITY = "amzn1.er-authority.echo-sdk"
USER = "amzn1.ask.account.FUZZ"
NOW = "2026-11-25T16:00:00Z"
WILD_TIMES = ("2014-11-01T00:00:00Z", "2099-12-31T23:59:59Z", "2028-02-29T12:00:00Z")
TOUCHES = (
    "yes", "no", "none", "done", "next", "previous", "others", "buyer", "seller", "contact", "where", "return",
    "sales", *(f"choice.{n}" for n in range(10)), *PROBLEMS, *(one for few in EXAMPLES.values() for one in few),
)  # fmt: skip
NUMERALS = ("1", "2", "3", "4", "9", "0", "-1", "1.5", "1e3", "second", "3rd", "?", "9" * 20, "²", "٣")  # fmt: skip
SOON = ("AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AMAZON.PreviousIntent", "SelectIntent",
        "AnotherOneIntent", "AMAZON.StartOverIntent", "HelpQuestionIntent")  # fmt: skip
"""Intents that look at what the session keeps, and so come more often."""


@dataclass(frozen=True)
class Person:
    """Who asks: `customer` None for no token or one that is not believed."""

    customer: str | None
    token: str | None


class Envelopes:
    """Draws the envelope of one turn."""

    def __init__(
        self,
        random: Random,
        owners: Owners,
        person: Person,
        known: Known,
        intents: Mapping[str, Sequence[str]],
    ) -> None:
        """`intents`: names of the model's intents → names of their slots."""
        self._draw, self._owners, self._person = Draw(random), owners, person
        self._known, self._intents = known, intents
        self._sessions = Sessions(self._draw, known)
        self._system = {
            "application": {"applicationId": SKILL_ID},
            "user": {"userId": USER} | ({"accessToken": person.token} if person.token else {}),
            "device": {"deviceId": "d", "supportedInterfaces": self._interfaces()},
        }

    def first(self) -> dict[str, Any]:
        """With a session that nobody wrote."""
        attributes = self._sessions.attributes(self._owner())
        return self.envelope(attributes, is_new=self._draw.chance(0.15))

    def envelope(self, attributes: Any, is_new: bool = False) -> dict[str, Any]:
        """The next request of a session that keeps `attributes`."""
        draw = self._draw
        time = NOW if draw.chance(0.97) else draw.one(WILD_TIMES)
        sent = {"requestId": f"r{draw.random.randrange(10**6)}", "locale": "en-US", "timestamp": time}
        return {
            "version": "1.0",
            "session": {
                "new": is_new,
                "sessionId": "s",
                "application": {"applicationId": SKILL_ID},
                "attributes": attributes,
                "user": self._system["user"],
            },
            "context": {"System": self._system},
            "request": sent | self._request(_screen_of(attributes)),
        }

    def _owner(self) -> Owner:
        """The one who asks, mostly, and known as the customer."""
        draw, asking = self._draw, self._owners.asking(USER, self._person.token)
        if draw.chance(0.04):
            return Owner("x" * 16, draw.one((asking.access, "y" * 16)), "")
        customer = self._person.customer if draw.chance(0.85) else draw.one((None, "somebody"))
        return Owner(asking.user, asking.access, self._owners.customer(customer) if customer else "")

    def _interfaces(self) -> dict[str, Any]:
        versions = ("1.4", "2024.3", "1.3", "²", "", None, 7)
        apl = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": self._draw.one(versions)}}}
        return self._draw.one(({}, apl, {"Alexa.Presentation.APL": {}}, apl))

    def _request(self, screen: str) -> dict[str, Any]:
        draw, dice = self._draw, self._draw.random.random()
        if dice < 0.06:
            return {"type": "LaunchRequest"}
        if dice < 0.11:
            return {"type": "SessionEndedRequest", "reason": draw.one(("USER_INITIATED", "ERROR"))}
        if dice < 0.13:
            return {"type": "CanFulfillIntentRequest", "intent": self._intent()}
        if dice < 0.27:
            return {
                "type": "Alexa.Presentation.APL.UserEvent",
                "token": screen if draw.chance(0.9) else draw.text(),
                "arguments": self._arguments(),
            }
        return {"type": "IntentRequest", "intent": self._intent()}

    def _arguments(self) -> Any:
        draw = self._draw
        if draw.chance(0.75):
            return [draw.one(TOUCHES), *draw.some(NO_TYPE, 3)] if draw.chance(0.2) else [draw.one(TOUCHES)]
        return draw.one((*NO_TYPE, [draw.text()], [["yes"]], [{"yes": 1}], [None, "yes"], ["choice.²"]))

    def _intent(self) -> dict[str, Any]:
        draw = self._draw
        if draw.chance(0.02):
            return {"name": draw.one(("FutureIntent", "", "AMAZON.PauseIntent")), "slots": {}}
        name = draw.one(SOON if draw.chance(0.45) else list(self._intents))
        slots = {slot: self._slot(slot) for slot in self._intents[name] if draw.chance(0.45)}
        if draw.chance(0.05):
            stray = draw.one(("item", "question", "unknown", "it_is", "code"))
            slots[stray] = self._slot(stray)
        return {"name": name, "confirmationStatus": "NONE", "slots": slots}

    def _slot(self, name: str) -> dict[str, Any]:
        """Words and at times what they resolve to: right, wrong, somebody else's, or of no sense."""
        draw = self._draw
        value = draw.text()
        if name == "date" and draw.chance(0.9):
            value = draw.one(DAYS)
        elif name in ("ordinal", "number", "position", "code", "order_ending") and draw.chance(0.8):
            value = draw.one(NUMERALS) if draw.chance(0.7) else draw.one(self._known.refs)[-6:]
        elif name in ("question", "description", "item") and draw.chance(0.6):
            value = draw.one(SENTENCES)
        made: dict[str, Any] = {"name": name, "value": value, "confirmationStatus": "NONE"}
        if draw.chance(0.5):
            found = [self._authority() for _ in range(draw.one((0, 1, 2)))]
            made["resolutions"] = {"resolutionsPerAuthority": found}
        return made

    def _authority(self) -> dict[str, Any]:
        draw = self._draw
        ids = (*draw.some(self._known.refs, 3), *draw.some(self._known.topics, 2), "unspecific", "item", "seller",
               "buyer", "damaged", "description", draw.text(), None)  # fmt: skip
        kind = draw.one((f"{AUTHORITY}.x.ITEM", f"{AUTHORITY}.dynamic.x.ITEM", "", None))
        values: Any = [{"value": {"id": draw.one(ids), "name": draw.text()}}]
        code = "ER_SUCCESS_MATCH" if draw.chance(0.85) else draw.one(("ER_SUCCESS_NO_MATCH", "ER_KING", None))
        return {
            "authority": kind,
            "status": {"code": code},
            "values": values if draw.chance(0.9) else draw.one(([], [{}], [{"value": None}], None)),
        }


def model_intents() -> dict[str, tuple[str, ...]]:
    """Names of the model's intents → names of their slots."""
    data = json.loads((MODELS / "en-US.json").read_text(encoding="utf-8"))
    listed = data["interactionModel"]["languageModel"]["intents"]
    return {one["name"]: tuple(slot["name"] for slot in one.get("slots", ())) for one in listed}


def _screen_of(attributes: Any) -> str:
    state = attributes.get(ATTRIBUTE) if isinstance(attributes, dict) else None
    screen = state.get("screen") if isinstance(state, dict) else None
    return screen if isinstance(screen, str) else ""
