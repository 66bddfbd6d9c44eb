"""Status rows of items and cases for the screen. The speech makes sense without them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Name, Row, Text, prompt
from shop_helper.domain.cases import Case
from shop_helper.domain.naming import TraitsByRef
from shop_helper.domain.orders import ItemStatus, OrderItem, RefundState, ReturnState
from shop_helper.topics.names import item_title, told_apart

_COMING = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)


def item_rows(context: Context, item: OrderItem) -> tuple[Row, ...]:
    """Return the rows of one item: title, status, date, carrier and seller."""
    rows = [_row("item", item_title(context, item))]
    if item.status is ItemStatus.DELIVERED and item.delivered_on and not item.digital:
        rows.append(_row("arrived", item.delivered_on))
    else:
        rows.append(_status(item, prompt("screen.row.status")))
    if item.promised_on and item.status in _COMING:
        rows.append(_row("promised", item.promised_on))
    if item.carrier and item.status in _COMING:
        rows.append(_row("carrier", item.carrier))
    if item.seller_name:
        rows.append(_row("seller", item.seller_name))
    if item.return_state is not ReturnState.NONE:
        rows.append(Row(prompt("screen.row.return"), prompt(f"screen.return.{item.return_state.value}")))
    if item.refund_state is not RefundState.NONE:
        rows.append(Row(prompt("screen.row.refund"), prompt(f"screen.refund.{item.refund_state.value}")))
    return tuple(rows)


def items_rows(context: Context, items: Sequence[OrderItem]) -> tuple[Row, ...]:
    """Return one row for each item."""
    return tuple(_status(item, prompt("screen.value", value=item_title(context, item))) for item in items)


def case_rows(case: Case, traits: TraitsByRef) -> tuple[Row, ...]:
    rows = [_row("case", case.case_id)]
    if case.item_name:
        rows.append(_row("item", told_apart(case.item_name, traits.get(case.ref or "", ()))))
    rows.append(Row(prompt("screen.row.status"), prompt(f"screen.case.{case.state.value}")))
    if case.due_on and not case.is_closed:
        rows.append(_row("due", case.due_on))
    return tuple(rows)


def _row(name: str, value: Name | date) -> Row:
    return Row(prompt(f"screen.row.{name}"), prompt("screen.value", value=value))


def _status(item: OrderItem, label: Text) -> Row:
    state = "digital" if item.digital else item.status.value
    return Row(label, prompt(f"screen.status.{state}"))
