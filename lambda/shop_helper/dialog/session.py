"""The session, which is remembered from turn to turn, and the one function that makes the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shop_helper.dialog.people import Audience, Owner
from shop_helper.dialog.questions import OfferAction, OfferTopic, OpenQuestion
from shop_helper.dialog.reply import UNCHANGED, Outcome, Reply
from shop_helper.dialog.writing import UnsettledWrite
from shop_helper.domain.actions.draft import Draft

MAX_HEARD = 12
"""Topics that a session remembers; its state has to stay small."""

MAX_MISSING = 12
"""Sentences about what isn't known that a session remembers."""

MAX_EARLIER = 3
"""Items spoken of before the last one that are remembered."""


@dataclass(frozen=True)
class Session:
    """State of one conversation; travels in the session attributes (under 2 kB)."""

    owner: Owner | None = None
    """The owner; None for a session without one."""
    open_question: OpenQuestion | None = None
    interrupted: OpenQuestion | None = None
    """What was open when somebody turned out to be in danger: asked again, never answered, once they are safe."""
    interrupted_words: str = ""
    """As it was asked."""
    said: str = ""
    """Plain words and markup of the last reply, for "repeat"."""
    asked: str = ""
    """The question that closed it, as said; part of `said`."""
    topic: str | None = None
    """Topic of the last answer."""
    item: str | None = None
    """The item last spoken of, as `order_id/line_id`."""
    audience: Audience | None = None
    """Buyer or seller: as the customer said, else as the account told earlier in the session."""
    failures: int = 0
    """Requests in a row that could not be placed."""
    draft: Draft | None = None
    """The action that is being prepared; kept while other questions are answered."""
    heard: tuple[str, ...] = ()
    """Recently answered or offered topics, newest last: none is offered again."""
    listed: tuple[str, ...] = ()
    """Items last read out together, in that order, as references: what "the first" and "both" mean."""
    earlier: tuple[str, ...] = ()
    """Items spoken of before `item`, newest first: what "the other one" means."""
    choices: tuple[str, ...] = ()
    """Names of the open question's choices, if a screen shows them."""
    rows: tuple[tuple[str, str], ...] = ()
    """Rows that the screen shows, label and value as words; "repeat" shows them again."""
    screen: str = ""
    """Token of the screen last sent; a touch counts on that one only. Empty without a screen."""
    unsettled: UnsettledWrite | None = None
    """A write whose outcome isn't known; the next turn looks it up."""
    missing: tuple[str, ...] = ()
    """Marks of what was said not to be known, newest last."""
    tone: str = ""
    """Tone of the last sentence if it was acknowledged; the same tone isn't acknowledged twice in a row."""

    def choices_with(self, reply: Reply) -> tuple[str, ...]:
        """Return the names of the choices after the reply, new or still open. The reply's names are in words."""
        still_open = reply.ask is not None and reply.ask == self.open_question
        names = tuple(name if isinstance(name, str) else name.words for name in reply.choices)
        return names or (self.choices if still_open else ())


@dataclass(frozen=True)
class Spoken:
    """The speech of one reply, with markers (see `speech.ssml`)."""

    say: str
    question: str
    """The part of `say` that asks; empty when nothing is asked."""
    reprompt: str
    ssml: str = ""
    """`say`, as Alexa takes it."""
    reprompt_ssml: str = ""


def next_session(
    session: Session, reply: Reply, spoken: Spoken, audience: Audience | None, screen: str
) -> Session:
    """Return the session after a reply. `screen`: token of the reply's screen; empty without one."""
    if reply.forgets:
        session = replace(session, item=None, topic=None, heard=())
    heard = (*session.heard, *reply.topics[:1])
    match reply.ask:
        case OfferTopic(topic=offered) | OfferAction(action=offered):
            heard = (*heard, offered)
    session = _interrupted(session, reply)
    return replace(
        session,
        open_question=reply.ask,
        said=_to_repeat(session, reply, spoken),
        asked=spoken.question,
        topic=reply.topics[0] if reply.topics else session.topic,
        item=reply.item or session.item,
        listed=reply.listed or session.listed,
        earlier=_earlier(session, reply.item),
        choices=session.choices_with(reply) if screen else (),
        rows=_rows(session, reply) if screen else (),
        screen=screen,
        audience=reply.audience or audience,
        draft=session.draft if reply.draft is UNCHANGED else reply.draft,
        failures=session.failures + 1 if reply.outcome is Outcome.DECLINED else 0,
        missing=tuple(dict.fromkeys((*session.missing, *reply.missing)))[-MAX_MISSING:],
        heard=tuple(dict.fromkeys(heard))[-MAX_HEARD:],
    )


def _interrupted(session: Session, reply: Reply) -> Session:
    if reply.ask is None or not reply.ask.is_of_danger:
        return replace(session, interrupted=None, interrupted_words="")
    if session.open_question is None or session.open_question.is_of_danger:
        return session
    return replace(session, interrupted=session.open_question, interrupted_words=session.asked)


def _to_repeat(session: Session, reply: Reply, spoken: Spoken) -> str:
    """Return what "repeat" says: the last real answer, with the question that is open now."""
    if not session.said or not reply.keeps_last_answer:
        return spoken.say
    answer = session.said.removesuffix(session.asked).strip()
    return " ".join(filter(None, (answer, spoken.question)))


def _rows(session: Session, reply: Reply) -> tuple[tuple[str, str], ...]:
    if reply.keeps_last_answer:
        return session.rows
    return tuple((row.label.words, row.value.words) for row in reply.rows)


def _earlier(session: Session, item: str | None) -> tuple[str, ...]:
    """Return the items spoken of before the current one, newest first."""
    if item is None or session.item is None or item == session.item:
        return session.earlier
    return tuple(dict.fromkeys(ref for ref in (session.item, *session.earlier) if ref != item))[:MAX_EARLIER]
