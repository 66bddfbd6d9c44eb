"""What is told first when somebody comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_helper.domain.cases import DESK_KEY, Case, CaseEvent, CaseKind
from shop_helper.domain.news import MOST, DeskNews, NewsKind, desk_news, news
from shop_helper.domain.orders import ItemStatus, OrderItem, RefundState
from tests.items import NOW, TODAY, item, order


def told(*items: OrderItem, days_ago: int | None = None) -> list[NewsKind]:
    since = None if days_ago is None else NOW - timedelta(days=days_ago)
    return [one.kind for one in news([order(*items)], NOW, UTC, 3, since)]


LATE = item(line_id="1", status=ItemStatus.SHIPPED, promised_on=TODAY - timedelta(2), delivered_on=None)
SENT_BACK = item(line_id="2", status=ItemStatus.RETURNED_TO_SENDER, delivered_on=None)
COMING = item(line_id="3", status=ItemStatus.OUT_FOR_DELIVERY, promised_on=TODAY, delivered_on=None)
ARRIVED = item(line_id="4", delivered_on=TODAY - timedelta(1))
REFUNDED = item(
    line_id="5", status=ItemStatus.RETURNED, refund_state=RefundState.PAID, refund_on=TODAY - timedelta(1)
)


def test_what_went_wrong_comes_first_and_two_at_most() -> None:
    assert told(ARRIVED, COMING, LATE, SENT_BACK, days_ago=3) == [NewsKind.SENT_BACK, NewsKind.LATE]
    assert told(COMING, LATE) == [NewsKind.LATE, NewsKind.COMING]


def test_what_is_done_is_news_only_since_the_last_visit() -> None:
    assert told(ARRIVED, REFUNDED) == []
    assert told(ARRIVED, REFUNDED, days_ago=1) == [NewsKind.REFUNDED, NewsKind.ARRIVED]
    assert told(ARRIVED, REFUNDED, days_ago=0) == []


def test_what_is_late_for_months_is_no_news() -> None:
    assert told(item(status=ItemStatus.SHIPPED, promised_on=TODAY - timedelta(60), delivered_on=None)) == []


@given(
    st.lists(st.sampled_from([LATE, SENT_BACK, COMING, ARRIVED, REFUNDED]), max_size=9),
    st.none() | st.integers(0, 9),
)
def test_never_more_than_two_and_the_weightiest_first(items: list[OrderItem], days_ago: int | None) -> None:
    kinds = told(*items, days_ago=days_ago)
    assert len(kinds) <= MOST
    assert kinds == sorted(kinds)


def answered(number: str, *events: CaseEvent, told: int = 0) -> Case:
    opened = CaseEvent("opened", NOW - timedelta(days=40), "k")
    return Case("ana", number, CaseKind.CASE, opened.at, events=(opened, *events), told=told)


def by_desk(what: str, days_ago: int, words: str = "") -> CaseEvent:
    return CaseEvent(what, NOW - timedelta(days=days_ago), f"{DESK_KEY}{what}{days_ago}", words)


def test_what_a_desk_did_is_news_until_it_was_told() -> None:
    case = answered("1", by_desk("replied", 3, "It is sent."))
    assert desk_news([case]) == (DeskNews(case, "replied", "It is sent."),)
    assert desk_news([replace(case, told=1)]) == ()
    assert desk_news([answered("1")]) == ()


def test_of_one_case_the_end_is_told_with_the_last_words() -> None:
    case = answered(
        "1", by_desk("replied", 3, "Soon."), by_desk("replied", 2, "It is sent."), by_desk("closed", 1)
    )
    assert desk_news([case]) == (DeskNews(case, "closed", "It is sent."),)
    told = replace(case, told=2)
    assert desk_news([told]) == (DeskNews(told, "closed", ""),)


def test_two_cases_are_told_the_newest_first_and_no_more_words_than_can_be_listened_to() -> None:
    cases = [answered(str(days), by_desk("replied", days, "a" * 100)) for days in (3, 1, 2)]
    assert [one.case.case_id for one in desk_news(cases)] == ["1", "2"]
    cases = [answered(str(days), by_desk("replied", days, "a" * 130)) for days in (3, 1, 2)]
    assert [one.case.case_id for one in desk_news(cases)] == ["1"]
