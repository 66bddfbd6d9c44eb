"""A sentence that picks or names something of records that couldn't be read.

Nobody can tell what it means then. It is said what is missing, and never that something isn't there or wasn't caught.
"""

from __future__ import annotations

from shop_helper.dialog.move import Move, TellUnavailable
from shop_helper.dialog.question import Take
from shop_helper.dialog.reading import Act, Reading
from shop_helper.dialog.records import Unavailable
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichCase, WhichItem
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import Order

_PAGES = (Take.NEXT_PAGE, Take.PREVIOUS_PAGE, Take.FIRST_PAGE)

WHERE, CASES = "order.where", "case.track"


def unread_move(
    reading: Reading,
    session: Session,
    orders: tuple[Order, ...] | Unavailable,
    cases: tuple[Case, ...] | Unavailable,
) -> Move | None:
    """The move, where the meaning depends on what failed; None for all else. `orders`: of the side that asks."""
    question = session.open_question
    if isinstance(cases, Unavailable) and isinstance(question, WhichCase) and _picks(reading):
        return TellUnavailable(cases, CASES)
    if not isinstance(orders, Unavailable):
        return None
    if isinstance(question, WhichItem):
        turns = reading.answer is not None and question.takes.get(reading.answer) in _PAGES
        return TellUnavailable(orders, question.topic) if turns or _picks(reading) else None
    if not _names(reading, session):
        return None
    return TellUnavailable(orders, session.topic or WHERE)


def _picks(reading: Reading) -> bool:
    return reading.answers_with_a_name or reading.act is Act.GIVE_CODE


def _names(reading: Reading, session: Session) -> bool:
    """Whether the sentence may be the name of an item, or its place in what was read out."""
    if reading.choice is not None:
        return False
    if reading.act is Act.CHOOSE:
        return reading.names_item or reading.tells_order or (reading.beyond and bool(session.listed))
    place = reading.place
    return reading.answers_with_a_name and place is not None and place.decision == "decline"
