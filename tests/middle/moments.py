"""One moment of a conversation, or several, for each question that can be open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import (
    AnythingElse,
    MoreItems,
    MoreSales,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.safety_questions import (
    AreYouSafe,
    CodeOnceMore,
    InDanger,
    NewCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    VoiceCode,
)
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
    WhichItem,
)
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.cases import Case, CaseEvent, CaseKind, Problem
from tests.middle.harness import NOW, WORLD, Middle, session_with
from tests.middle.said import LAMP

KETTLE = "114-5038821-4417/1"
"""Sold by a seller and shipped by the store; delivered yesterday."""
HEADPHONES = "114-7702946-3085/1"
BLENDER = "114-2290154-9926/1"
"""Sold and shipped by a seller; two days late."""
COAT = "114-8841230-7719/1"
CLOCK = "114-1904437-7758/1"
"""Sold by Dev, to Gwen."""
TENT = "114-8125503-6471/1"
"""Ivo's: the seller is late, was written to and has not answered."""
DELIVERED = (KETTLE, HEADPHONES, LAMP, COAT)
"""What "the first one" to "the fourth" are."""

RETURN = Draft(ActionKind.RETURN, ref=HEADPHONES, item_name="the wireless headphones")
RETURN_READ_BACK = replace(
    RETURN,
    order_version=1,
    case_id="457914886327",
    problem=Problem.DAMAGED,
    words="the left side is silent",
    key="0406977748362389",
)
CASE = Draft(ActionKind.CASE, ref=BLENDER, item_name="the blender")
MESSAGE = Draft(ActionKind.MESSAGE, ref=KETTLE, item_name="the kettle")
NOTE = Draft(ActionKind.NOTE)
ABOUT_RETURN = {"topic": "returns.how", "item": HEADPHONES}
CODE = "7391"
"""What "seven three nine one" says."""
CASES = ("100000000001", "100000000002")


@dataclass(frozen=True)
class Moment:
    session: Session
    customer: str = "ana"
    prepare: Callable[[Middle], object] = lambda middle: None
    """Put into the stores what is there at that moment."""

    def middle(self) -> Middle:
        made = Middle(self.customer)
        self.prepare(made)
        return made


def two_cases(middle: Middle) -> None:
    for number, ref, name in ((CASES[0], KETTLE, "the kettle"), (CASES[1], COAT, "the winter coat")):
        opened = CaseEvent("opened", NOW - timedelta(days=2), f"key{number}")
        case = Case("ana", number, CaseKind.CASE, NOW - timedelta(days=2), ref=ref, item_name=name)
        middle.stores.cases.commit(Change(replace(case, events=(opened,)), 0))


def five_sales(middle: Middle) -> None:
    """Dev has sold five clocks."""
    order = next(one for one in WORLD.orders if one.items[0].ref == CLOCK)
    for number in range(1, 5):
        order_id = f"114-1904437-000{number}"
        items = (replace(order.items[0], order_id=order_id, spoken_name=f"clock number {number}"),)
        middle.stores.orders.put(replace(order, order_id=order_id, items=items))


SALES = (CLOCK, *(f"114-1904437-000{number}/1" for number in range(1, 5)))


def with_code(middle: Middle) -> None:
    middle.stores.codes.set(middle.customer or "", CODE)


def number_sent(middle: Middle) -> None:
    middle.stores.code_requests.send("ana", NOW, "before")


def proved(middle: Middle) -> None:
    with_code(middle)
    middle.stores.code_requests.prove("ana", NOW, "before")


def taken(middle: Middle) -> None:
    proved(middle)
    middle.stores.code_requests.take_first("ana", CODE, 1, NOW, "earlier")


MOMENTS: Mapping[str, Moment] = {
    "nothing is open": Moment(Session()),
    "What": Moment(session_with(What())),
    "What, near two topics": Moment(session_with(What(nearby=("order.late", "order.where")))),
    "AnythingElse": Moment(session_with(AnythingElse(), topic="order.where", item=KETTLE)),
    "OfferTopic": Moment(
        session_with(OfferTopic("returns.how"), topic="returns.can_i_return", item=HEADPHONES)
    ),
    "OfferAction": Moment(session_with(OfferAction("open_case"), topic="item.damaged", item=KETTLE)),
    "OfferAction, at risk": Moment(
        session_with(OfferAction("open_case", "no scan for 5 days"), topic="order.where", item=BLENDER)
    ),
    "OfferMore": Moment(session_with(OfferMore("delivery.time"), topic="delivery.time")),
    "MoreItems": Moment(session_with(MoreItems(1), topic="order.history", listed=(KETTLE, HEADPHONES, LAMP))),
    "MoreSales": Moment(
        session_with(
            MoreSales("order.history", SALES, 1),
            topic="order.history",
            listed=SALES[:3],
            audience=Audience.SELLER,
        ),
        "dev",
        five_sales,
    ),
    "NextStep": Moment(session_with(NextStep("item.damaged", 1), topic="item.damaged")),
    "WhichSide": Moment(session_with(WhichSide("account.problem"), topic="account.problem"), "dev"),
    "WhichSide, of a case": Moment(
        session_with(WhichSide("case.open.buyer"), draft=Draft(ActionKind.CASE)), "dev"
    ),
    "WhichTopic": Moment(session_with(WhichTopic(("order.late", "order.where")))),
    "WhichItem": Moment(session_with(WhichItem("returns.can_i_return", DELIVERED))),
    "WhichItem, of a return": Moment(
        session_with(WhichItem("returns.how", DELIVERED), draft=Draft(ActionKind.RETURN), topic="returns.how")
    ),
    "WhichCase": Moment(
        session_with(WhichCase(CASES), draft=NOTE, topic="case.after_opening"), prepare=two_cases
    ),
    "Describe": Moment(session_with(Describe(), draft=RETURN, **ABOUT_RETURN)),
    "Dictate": Moment(session_with(Dictate(), draft=MESSAGE, topic="seller.contact.from_order", item=KETTLE)),
    "ToldSeller": Moment(session_with(ToldSeller(), draft=CASE, topic="case.open.buyer", item=BLENDER)),
    "Confirm": Moment(session_with(Confirm(), draft=RETURN_READ_BACK, **ABOUT_RETURN)),
    "WhatToChange": Moment(session_with(WhatToChange(), draft=RETURN_READ_BACK, **ABOUT_RETURN)),
    "Instead": Moment(session_with(Instead(), draft=RETURN, topic="order.cancel", item=HEADPHONES)),
    "Resume": Moment(session_with(Resume(), draft=RETURN, topic="delivery.time", item=HEADPHONES)),
    "Resume, of an earlier conversation": Moment(session_with(Resume(earlier=True), draft=RETURN)),
    "VoiceCode": Moment(session_with(VoiceCode(), draft=RETURN_READ_BACK, **ABOUT_RETURN), prepare=with_code),
    "OldCode": Moment(session_with(OldCode(), topic="security.privacy"), prepare=with_code),
    "OneTimeNumber": Moment(session_with(OneTimeNumber(), topic="security.privacy"), prepare=number_sent),
    "ResendNumber": Moment(session_with(ResendNumber(), topic="security.privacy")),
    "NewCode": Moment(session_with(NewCode(1), topic="security.privacy"), prepare=proved),
    "CodeOnceMore": Moment(session_with(CodeOnceMore(2), topic="security.privacy"), prepare=taken),
    "AreYouSafe": Moment(
        session_with(
            AreYouSafe("fire"),
            interrupted=Describe(),
            interrupted_words="What went wrong?",
            draft=RETURN,
            **ABOUT_RETURN,
        )
    ),
    "InDanger": Moment(session_with(InDanger(), topic="delivery.time")),
}
