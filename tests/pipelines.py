"""The pipeline on stores in memory, for tests that talk to it without an envelope."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.persistence.stores import Stores
from shop_helper.pipeline import Pipeline
from shop_helper.settings import Settings
from shop_helper.skill import LOCALE, build_pipeline
from shop_helper.speech.wording import Wording
from shop_helper.understanding.danger import Sense
from simulator.memory import MemoryOrders, memory_stores
from simulator.world import World


def pipeline_on(world: World) -> Pipeline:
    """With all orders of the world, and nothing written yet."""
    return pipeline_of(stores_of(world))


def stores_of(world: World) -> Stores:
    orders = MemoryOrders()
    world.fill(orders)
    return memory_stores(orders)


def pipeline_of(
    kept: Stores, ranker: Ranker | None = None, sense: Sense | None = None, **settings: Any
) -> Pipeline:
    """Without a ranker, a question in free words is not placed. `sense`: of danger; None for the trained one."""
    knowledge = compiled_knowledge(ranker)
    made = Settings(**{"note_unanswered": False, **settings})
    return build_pipeline(made, knowledge, kept, Wording(knowledge.prompts), ZoneInfo("UTC"), sense)


@cache
def compiled_knowledge(ranker: Ranker | None = None) -> KnowledgeBase:
    """The one that `make build` made, read once in a process: nothing changes it."""
    return KnowledgeBase.load(COMPILED / f"{LOCALE}.json", ranker)
