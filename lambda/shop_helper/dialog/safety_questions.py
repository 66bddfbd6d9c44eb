"""Questions about the voice code, and to somebody who may be in danger."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from shop_helper.dialog.question import YES_OR_NO, Answer, Question, Take


@dataclass(frozen=True)
class VoiceCode(Question):
    """The voice code, before something is written."""

    kind = "voice_code"
    is_of_draft = True
    wants_secret = True


@dataclass(frozen=True)
class OldCode(Question):
    """The old voice code, before a new one is chosen."""

    kind = "voice_code.old"
    wants_secret = True


@dataclass(frozen=True)
class OneTimeNumber(Question):
    """The number on the card in the owner's Alexa app."""

    kind = "voice_code.number"
    wants_secret = True


@dataclass(frozen=True)
class ResendNumber(Question):
    """Whether to send another number."""

    kind = "voice_code.resend"
    buttons = YES_OR_NO
    wants_secret = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.REFUSE})


@dataclass(frozen=True)
class NewCode(Question):
    """The new voice code."""

    kind = "voice_code.new"
    wants_secret = True

    ticket: int = 0
    """Version of the stored request: only the session that gave the proof may go on."""


@dataclass(frozen=True)
class CodeOnceMore(Question):
    """The new voice code again."""

    kind = "voice_code.once_more"
    wants_secret = True

    ticket: int = 0


@dataclass(frozen=True)
class AreYouSafe(Question):
    """Whether whoever was in danger is safe. What was asked before waits in the session."""

    kind = "safe"
    buttons = YES_OR_NO
    example = ""
    is_of_danger = True

    danger: str = ""
    """Which kind, as `domain.danger.Danger`; empty: nothing more is known."""
    advice: str = ""
    product: bool = False
    """A product had a part in it."""


@dataclass(frozen=True)
class InDanger(Question):
    """Whether somebody is in danger at all."""

    kind = "in_danger"
    buttons = YES_OR_NO
    is_of_danger = True
