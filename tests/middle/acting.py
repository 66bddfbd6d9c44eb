"""Ana's things, and what tests of actions ask of a reply and of what is stored."""

from __future__ import annotations

from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
)
from shop_helper.dialog.turn import Slot
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.orders import ItemStatus, RefundState, ReturnState
from shop_helper.errors import LateError, StoreError, UnreadableError
from tests.middle.harness import WORLD, Middle, session_with
from tests.middle.moments import (
    HEADPHONES,
    RETURN_READ_BACK,
)
from tests.middle.said import Sentence

CALENDAR = "114-6613378-1250/3"
"""Being prepared."""
TOASTER = "114-1176043-5532/1"
"""Canceled; its refund is asked for."""
EBOOK = "114-3095528-6604/1"
CONFIRM = session_with(Confirm(), draft=RETURN_READ_BACK, item=HEADPHONES)
DOWN, LATE, BROKEN = StoreError("no answer"), LateError("too late"), UnreadableError("what is this")


def about(ref: str) -> Slot:
    """An item slot as Alexa fills it with one of the customer's own items."""
    name = next(i.spoken_name for order in WORLD.orders for i in order.items if i.ref == ref)
    return Slot(name.removeprefix("the "), ref, name)


def talk(middle: Middle, *said: str | Sentence) -> Reply:
    """The last reply of a conversation."""
    session, reply = Session(), None
    for one in said:
        answered = middle.answer(session, one)
        session, reply = answered.session, answered.reply
    assert reply is not None
    return reply


def draft_of(reply: Reply) -> Draft:
    assert isinstance(reply.draft, Draft)
    return reply.draft


def status_of(middle: Middle, ref: str) -> tuple[ItemStatus, ReturnState, RefundState]:
    order_id, line = ref.split("/")
    order = middle.stores.orders.by_number(middle.customer or "", order_id)
    assert order is not None
    one = next(item for item in order.items if item.line_id == line)
    return one.status, one.return_state, one.refund_state
