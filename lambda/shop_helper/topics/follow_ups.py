"""Follow-up topics after the state of an item, best first; none when all is well."""

from __future__ import annotations

from shop_helper.domain import delivery
from shop_helper.domain.delivery import DeliveryState
from shop_helper.domain.orders import FulfilledBy, ItemStatus, OrderItem, RefundState

_SELLER, _SERVICE, _CASE = "seller.contact.from_order", "contact.overview", "case.open.buyer"


def follow_on(item: OrderItem, state: DeliveryState) -> tuple[str, ...]:
    """Return follow-ups: the shipper decides whom to ask, the state decides about what."""
    helper = _SELLER if item.fulfilled_by is FulfilledBy.SELLER else _SERVICE
    match state:
        case delivery.NotShipped():
            late = state.late_by_days > 0
            return (helper, "order.cancel", _CASE) if late else ("order.cancel", "order.change")
        case delivery.OnTheWay():
            return _on_the_way(state, helper)
        case delivery.Delivered():
            return ("returns.can_i_return", "order.not_received", "item.damaged")
        case delivery.ReturnedToSender():
            return _after_refund(item) or (helper, "refund.request")
        case delivery.Cancelled() | delivery.Returned():
            return _after_refund(item) or ("refund.status",)
        case delivery.Digital():
            return ("refund.policy",)


def after_refund(item: OrderItem) -> tuple[str, ...]:
    """Return follow-ups after the state of a refund."""
    if item.refund_state is RefundState.NONE:
        return ("returns.can_i_return", "refund.request")
    return _after_refund(item) or ("refund.policy",)


def _on_the_way(state: delivery.OnTheWay, helper: str) -> tuple[str, ...]:
    if state.stage is ItemStatus.OUT_FOR_DELIVERY:
        return ("delivery.attendance",)
    if state.late_by_days > 0:
        return (helper, "order.not_received", _CASE)
    return ("order.tracking_stalled", helper) if state.stalled else ("delivery.attendance", "address.change")


def _after_refund(item: OrderItem) -> tuple[str, ...]:
    return {
        RefundState.REQUESTED: ("refund.timing",),
        RefundState.REFUSED: ("refund.refused", _CASE),
        RefundState.PAID: (),
        RefundState.NONE: (),
    }[item.refund_state]
