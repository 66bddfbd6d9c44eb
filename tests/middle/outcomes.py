"""What became of a turn, in a few words: the rows of `answers.yaml`."""

from __future__ import annotations

from shop_helper.dialog.answered import Answered
from shop_helper.dialog.session import Session
from shop_helper.domain.actions.draft import ABOUT_CASE, Draft
from shop_helper.domain.cases import Case
from tests.middle.harness import WORLD

_NAMES = {item.ref: item.spoken_name for order in WORLD.orders for item in order.items}
_TOLD = ("ref", "problem", "words", "told_seller")
"""Fields of a draft that a customer decides; the others are bookkeeping."""


def outcome(before: Session, answered: Answered, written: tuple[Case, ...]) -> list[str]:
    """The prompt, the next question, and what has changed of draft, item, side and records."""
    reply, after = answered.reply, answered.session
    row = [reply.prompt, _asked(before, after)]
    row += _draft(before.draft, after.draft)
    if after.item != before.item:
        row.append(f"item {_NAMES.get(after.item or '', 'other') if after.item else 'forgotten'}")
    if reply.audience not in (None, before.audience):
        row.append(f"as {reply.audience}")
    row += [f"wrote {case.kind}" for case in written]
    return row


def _asked(before: Session, after: Session) -> str:
    was, now = before.open_question, after.open_question
    if now is None:
        return "end"
    name = type(now).__name__
    return f"another {name}" if type(was) is type(now) and was != now else name


def _draft(before: Draft | None, after: Draft | None) -> list[str]:
    if after is None:
        return ["draft gone"] if before is not None else []
    if before is None or before.kind is not after.kind:
        return [f"draft {after.kind}"]
    told = (*_TOLD, "case_id") if after.kind in ABOUT_CASE else _TOLD
    changed = [name for name in told if getattr(before, name) != getattr(after, name)]
    return [f"draft's {' and '.join(changed)}"] if changed else []
