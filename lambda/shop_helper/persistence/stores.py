"""All stores of a running skill, in one place: what is written together has to be in the same."""

from __future__ import annotations

from dataclasses import dataclass

from shop_helper.persistence.code_request import CodeRequests, code_requests
from shop_helper.persistence.dynamo_cases import case_store
from shop_helper.persistence.erasure import customer_erasure
from shop_helper.persistence.orders import order_store
from shop_helper.persistence.visits import visit_store
from shop_helper.persistence.voice_code import VoiceCode, voice_code
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


def stores(settings: Settings) -> Stores:
    """The tables that the settings name."""
    return Stores(
        order_store(settings),
        case_store(settings),
        visit_store(settings),
        voice_code(settings),
        code_requests(settings),
        customer_erasure(settings),
    )
