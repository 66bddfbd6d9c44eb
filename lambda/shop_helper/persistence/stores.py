"""All stores of a running skill, in one place: what is written together has to be in the same."""

from __future__ import annotations

from dataclasses import dataclass

from shop_helper.persistence.cases import MemoryCases
from shop_helper.persistence.code_request import CodeRequests, MemoryCodeRequests, code_requests
from shop_helper.persistence.dynamo_cases import case_store
from shop_helper.persistence.erasure import MemoryErasure, customer_erasure
from shop_helper.persistence.orders import MemoryOrders, order_store
from shop_helper.persistence.visits import MemoryVisits, visit_store
from shop_helper.persistence.voice_code import MemoryVoiceCodes, VoiceCode, voice_code
from shop_helper.ports import CaseStore, CustomerErasure, OrderStore, VisitStore
from shop_helper.settings import Settings


@dataclass(frozen=True)
class Stores:
    orders: OrderStore
    cases: CaseStore
    visits: VisitStore
    codes: VoiceCode
    code_requests: CodeRequests
    erasure: CustomerErasure


def stores(settings: Settings, orders: OrderStore | None = None, cases: CaseStore | None = None) -> Stores:
    """The tables that the settings name; where `orders` are in memory, everything is."""
    if isinstance(orders, MemoryOrders):
        return memory_stores(orders, cases)
    return Stores(
        orders or order_store(settings),
        cases or case_store(settings),
        visit_store(settings),
        voice_code(settings),
        code_requests(settings),
        customer_erasure(settings),
    )


def memory_stores(orders: MemoryOrders, cases: CaseStore | None = None) -> Stores:
    kept = cases if isinstance(cases, MemoryCases) else MemoryCases(orders)
    visits, codes = MemoryVisits(), MemoryVoiceCodes()
    requests, checked = MemoryCodeRequests(codes), VoiceCode(codes)
    return Stores(
        orders,
        kept,
        visits,
        checked,
        CodeRequests(requests, checked),
        MemoryErasure(kept, visits, codes, requests),
    )
