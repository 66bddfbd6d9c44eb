"""What an order says of a return, a claim, a fee or a delay is what the articles say, under the same profile."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from authoring.compile import compile_knowledge, profile_file
from authoring.facts import Profile, load_profile
from authoring.reports import warnings
from shop_helper.actions.prompts import read_back
from shop_helper.actions.repository import policy_of
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts
from shop_helper.domain.actions.steps import ReadBack, next_step
from shop_helper.domain.orders import ItemStatus, Money
from shop_helper.domain.returns import Eligible, WindowClosed, decide_return, policy_from
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech import forms
from shop_helper.topics.order_prompts import OrderPrompts
from tests.items import NOW, TODAY, item

PROFILES = ("example", "amazon", "tests/profiles/birchwood.yaml", "tests/profiles/sparse.yaml")
OTHER_WINDOW, FEE = 45, {"amount": "3.50", "currency": "USD"}


def changed(named: str, folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A profile with something else in it, as its shop would write it."""
    data = yaml.safe_load(profile_file(named).read_text(encoding="utf-8"))
    change(data)
    path = folder / "changed.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def with_window(data: dict[str, Any]) -> None:
    data["returns"]["window"]["value"] = OTHER_WINDOW


def with_fee(data: dict[str, Any]) -> None:
    data.setdefault("orders", {})["cancel_fee"] = {"value": FEE, "unit": "money"}


@pytest.fixture(scope="module", params=[*PROFILES, "example, other window", "example, a fee"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    named, _, change = str(request.param).partition(", ")
    if not change:
        return profile_file(named)
    return changed(named, tmp_path_factory.mktemp("p"), with_fee if "fee" in change else with_window)


@pytest.fixture(scope="module")
def profile(path: Path) -> Profile:
    return load_profile(path)


@pytest.fixture(scope="module")
def knowledge(path: Path) -> KnowledgeBase:
    return KnowledgeBase(compile_knowledge(path))


def told(knowledge: KnowledgeBase, topic: str) -> str:
    """All that an article says and shows, with dashes as words."""
    article = knowledge.articles[topic]
    sections = (*article.say, *article.more, *article.card)
    return re.sub(r"(\d)–(\d)", r"\1 to \2", "\n".join(section.text for section in sections))


def days_in(words: str) -> set[int]:
    return {int(found) for found in re.findall(r"\b(\d+) days", words)}


def test_each_last_day_of_a_return_is_the_articles_window(profile: Profile, knowledge: KnowledgeBase) -> None:
    """From the order to the article: the day said for an item of each category, and what the article says of it."""
    policy, words = policy_from(knowledge.policy["returns"]), told(knowledge, "returns.window")
    for row in profile.return_rows:
        if not row["returnable"]:
            continue
        outcome = decide_return(item(category=row["category"]), policy, TODAY)
        assert isinstance(outcome, Eligible), row["category"]
        window = row.get("window_days", knowledge.fact("returns.window"))
        assert outcome.until == TODAY + timedelta(days=window), row["category"]
        assert window in days_in(words), row["category"]


def test_each_window_of_the_articles_is_kept_by_an_order(profile: Profile, knowledge: KnowledgeBase) -> None:
    """From the article to the order: each number of days that it names closes the window of some category."""
    policy = policy_from(knowledge.policy["returns"])
    windows = {
        days: row["category"]
        for row in profile.return_rows
        if (days := row.get("window_days", knowledge.fact("returns.window"))) is not None
    }
    [say] = knowledge.articles["returns.window"].say
    assert days_in(say.text) == windows.keys()
    for days, category in windows.items():
        on_the_last = item(category=category, delivered_on=TODAY - timedelta(days=days))
        after_it = item(category=category, delivered_on=TODAY - timedelta(days=days + 1))
        assert isinstance(decide_return(on_the_last, policy, TODAY), Eligible), category
        assert isinstance(decide_return(after_it, policy, TODAY), WindowClosed), category


def test_a_claim_goes_by_the_articles_times(knowledge: KnowledgeBase) -> None:
    policy, words = policy_of(knowledge), told(knowledge, "guarantee.claim")
    assert policy.has_guarantee != ("I don't know of a purchase guarantee" in words)
    for figure, unit in (
        (policy.seller_wait_hours, "hours"),
        (policy.after_promised_days, "days"),
        (policy.claim_limit_days, "days"),
    ):
        if figure is not None:
            assert forms.quantity(figure, unit) in words
    stated = [int(hours) for hours in re.findall(r"(?:give them|then wait) (\d+) hours", words)]
    assert set(stated) <= {policy.seller_wait_hours}
    limits = re.findall(r"within (\d+) days of the latest", words)
    assert {int(days) for days in limits} <= {policy.claim_limit_days}


def test_an_answer_to_a_case_is_due_when_the_article_says(knowledge: KnowledgeBase) -> None:
    days, words = policy_of(knowledge).reply_working_days, told(knowledge, "case.how_long")
    found = re.findall(r"[Cc]ase\b[^.\n]* within (?:\d+ to )?(\d+) working day", words)
    assert {int(figure) for figure in found} == ({days} if days is not None else set())


def test_tracking_is_stalled_when_the_article_says(knowledge: KnowledgeBase) -> None:
    stated = days_in(told(knowledge, "order.tracking_stalled"))
    if stated:
        assert stated == {OrderPrompts(knowledge, ZoneInfo("UTC")).stalled_days}


def test_the_fee_for_canceling_is_named_before_it_is_done(knowledge: KnowledgeBase) -> None:
    policy, fact = policy_of(knowledge), knowledge.facts["orders.cancel_fee"]
    bought = item(status=ItemStatus.PREPARING, delivered_on=None)
    step = next_step(Draft(ActionKind.CANCEL).about(bought.ref), Facts(NOW, TODAY, bought), policy)
    assert isinstance(step, ReadBack)
    named = [
        text.values["amount"]
        for text in read_back(step, Facts(NOW, TODAY, bought), policy)
        if text.prompt == "action.confirm.fee"
    ]
    said = {forms.money(fee.amount, fee.currency) for fee in named if isinstance(fee, Money)}
    assert said == ({fact["spoken"]} if policy.cancel_fee else set())
    if fact["value"] is not None:
        assert fact["spoken"] in told(knowledge, "order.cancel_fee")


def test_another_window_says_which_rows_stay(tmp_path: Path) -> None:
    path = changed("example", tmp_path, with_window)
    notes = [note for note in warnings(compile_knowledge(path)) if "has its own" in note]
    assert notes == [
        "returns.window is 45 days, but baby has its own: 90 days",
        "returns.window is 45 days, but large_furniture has its own: 14 days",
    ]
    words = told(KnowledgeBase(compile_knowledge(path)), "returns.window")
    assert "45 days" in words
    assert "30 days" not in words
