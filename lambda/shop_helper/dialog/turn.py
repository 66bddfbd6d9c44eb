"""One request as it arrived, in the terms of the skill: no decisions, no envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Audience, Caller, Customer, NotLinked, Owner
from shop_helper.dialog.session import Session
from shop_helper.dialog.writing import Writing


class RequestKind(StrEnum):
    LAUNCH = "launch"
    INTENT = "intent"
    SESSION_ENDED = "session_ended"
    CAN_FULFILL = "can_fulfill"
    EVENT = "event"
    """A skill event, a screen event or anything else that is answered without words."""


@dataclass(frozen=True)
class Slot:
    """The value of one slot of an intent."""

    text: str
    """As spoken; never empty."""
    id: str | None = None
    """Id from entity resolution; None when nothing matched."""
    name: str | None = None
    """Canonical name of that value."""
    own: bool = False
    """The value is one of the customer's own, sent to Alexa as a dynamic entity earlier in the session."""


@dataclass(frozen=True)
class Turn:
    """One request. Intent and slots are evidence of the customer's words, not a route."""

    kind: RequestKind
    request_id: str
    locale: str
    now: datetime
    """Aware, UTC. The only clock of the steps."""
    happened_at: datetime | None = None
    """When a skill event happened, at or before `now`: it may be delivered late. None is `now`."""
    intent: str | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)
    """Filled slots only."""
    session: Session = field(default_factory=Session)
    is_new: bool = True
    identify: Callable[[], Caller] = NotLinked
    """Identify the caller; may wait for the identity provider."""
    remembered: Callable[[], Customer | None] = lambda: None
    """Return the cached customer, if any; never waits."""
    is_linked: bool = False
    """Whether the request carries an access token, believed or not."""
    has_screen: bool = False
    shows_cards: bool = False
    """Whether the room may see a card: the device has a screen that we can't draw on, or doesn't say what it has."""
    user: str = ""
    """A hash of Alexa's user id: tells users apart, and nothing else about them."""

    asking: Owner | None = None
    """Who sent the request, as far as the envelope tells; None outside Alexa."""
    if_stale: str | None = None
    """For a touch: its intent on a screen that is no longer current. None for speech."""
    is_afresh: bool = False
    """Whether session state of somebody else was dropped in the middle of the conversation."""
    kept: Session | None = None
    """The session of an owner who can't be verified now: unused in this turn, restored in the next."""

    writing: Writing = field(default_factory=Writing, compare=False)
    """The request's own write."""
    deadline: Deadline = NO_DEADLINE
    """When the answer has to be made; every call of a dependency takes it."""

    def slot(self, name: str) -> Slot | None:
        return self.slots.get(name)

    @cached_property
    def caller(self) -> Caller:
        """The caller; the first read may wait for the identity provider."""
        return self.identify()

    @property
    def caller_so_far(self) -> Caller | None:
        """The caller without a network call: identified in this turn or cached. None if not known yet."""
        known: Caller | None = self.__dict__.get("caller")
        return known if known is not None else self.remembered()

    @property
    def is_same_access(self) -> bool:
        """Whether user and token are unchanged since the turn before."""
        owner = self.session.owner
        return (owner.access if owner else None) == (self.asking.access if self.asking else None)

    @property
    def audience(self) -> Audience | None:
        """Buyer or seller, if the conversation or the cached account tells. Never waits for the identity provider."""
        if self.session.audience is not None:
            return self.session.audience
        known = self.caller_so_far
        if isinstance(known, Customer) and len(known.audiences) == 1:
            return next(iter(known.audiences))
        return None
