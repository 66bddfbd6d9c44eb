"""What the skill shares between turns can be shared between threads: a web server answers many turns at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from botocore.exceptions import EndpointConnectionError

import lambda_function
from shop_helper import reload
from shop_helper.knowledge import classifier
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.lazy import Lazy
from shop_helper.persistence.client import TurnClients
from shop_helper.persistence.knowledge import Location, Shared
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings

T = TypeVar("T")
THREADS = 16
SLOWLY_S = 0.05
"""Long enough for every thread to come while the first one is at work."""


def at_once(work: Callable[[], T]) -> list[T]:
    """What came of the same work, begun by all threads at the same moment."""
    gate = threading.Barrier(THREADS)

    def begin() -> T:
        gate.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [found.result() for found in [pool.submit(begin) for _ in range(THREADS)]]


class Counted:
    """Makes a new thing, slowly, each time it is called."""

    def __init__(self, make: Callable[..., Any] = object) -> None:
        self._make, self.calls = make, 0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        time.sleep(SLOWLY_S)
        return self._make(*arguments, **named)


def test_a_thing_is_made_once_however_many_ask() -> None:
    made = Counted()
    things = at_once(Lazy(made))
    assert made.calls == 1
    assert len(set(map(id, things))) == 1


def test_a_thing_that_could_not_be_made_is_tried_again() -> None:
    tries = iter([False, True])

    def make() -> str:
        if not next(tries):
            raise OSError("not now")
        return "made"

    thing = Lazy(make)
    with pytest.raises(OSError, match="not now"):
        thing()
    assert thing() == "made"
    assert thing() == "made"


def test_a_process_has_one_skill(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counted(ReloadingSkill)
    monkeypatch.setattr(lambda_function, "ReloadingSkill", made)
    monkeypatch.setenv("SHOP_HELPER_IDENTITY", "local")
    lambda_function._started.cache_clear()
    try:
        assert len(set(map(id, at_once(lambda_function.running)))) == 1
        assert made.calls == 1
    finally:
        lambda_function._started.cache_clear()


def test_the_first_turns_build_the_skill_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built = Counted(reload.build_skill)
    monkeypatch.setattr(reload, "build_skill", built)
    skill = ReloadingSkill(Settings())
    assert len(set(map(id, at_once(skill.current)))) == 1
    assert built.calls == 1


def test_the_first_questions_load_the_search_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Counted(classifier.LexicalModel.load)
    monkeypatch.setattr(classifier.LexicalModel, "load", read)
    ranker = Ranker.load()
    rankings = at_once(lambda: ranker.rank("where is my parcel"))
    assert read.calls == 1
    assert all(ranking == rankings[0] for ranking in rankings)


def test_a_store_makes_one_client() -> None:
    class Client:
        def get_item(self, **_: Any) -> dict[str, Any]:
            return {}

    made = Counted(lambda patience: Client())
    store = DynamoOrders("orders", TurnClients(made))
    assert at_once(lambda: store.by_number("ana", "1")) == [None] * THREADS
    assert made.calls == 1


def test_one_thread_looks_for_a_newer_knowledge_base() -> None:
    class Away:
        def get_object(self, **_: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="s3")

    shared = Shared(Counted(Away), Location("bucket", ""), "en-US", lambda raw: None, interval_s=300)
    begun = [thread for thread in at_once(lambda: shared.fetch_if_due(1.0)) if thread is not None]
    for thread in begun:
        thread.join()
    assert len(begun) == 1


class _Source:
    """A shared knowledge base that takes its time to arrive."""

    def __init__(self, accept: Callable[[bytes], None], raw: bytes) -> None:
        self._accept, self._raw = accept, raw
        self._asked = threading.Lock()

    def fetch_if_due(self, now_s: float, interval_s: float | None = None) -> threading.Thread | None:
        if not self._asked.acquire(blocking=False):
            return None
        thread = threading.Thread(target=self._arrive)
        thread.start()
        return thread

    def _arrive(self) -> None:
        time.sleep(SLOWLY_S)
        self._accept(self._raw)


def test_the_bundled_knowledge_never_replaces_a_shared_one_that_has_just_come(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundled = Counted(KnowledgeBase.load)
    monkeypatch.setattr(reload.KnowledgeBase, "load", bundled)
    skill = ReloadingSkill(Settings())
    raw = (COMPILED / "en-US.json").read_bytes()
    monkeypatch.setattr(skill, "_shared", _Source(skill._accept, raw))
    assert len(set(map(id, at_once(skill.current)))) == 1
    assert bundled.calls == 0
