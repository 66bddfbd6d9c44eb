"""The commands about orders, carriers and cases: their options, and what is done."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from operations import desk
from operations.carriers import fit
from operations.histories import read_histories
from operations.order_import import import_orders
from shop_helper.domain.cases import Addressee, CaseKind, CaseState
from shop_helper.feed.consumer import Consumer
from shop_helper.persistence.client import dynamodb_client, dynamodb_clients
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.feed import DynamoFeed, dead_letters, order_feed
from shop_helper.settings import Settings

TOPICS = ("orders", "carriers", "desk")


def add_to(topics: Any) -> None:
    def topic(name: str, about: str) -> Any:
        return topics.add_parser(name, help=about).add_subparsers(dest="action", required=True)

    orders = topic("orders", "orders from files (docs/operations.md)")
    imported = orders.add_parser("import", help="puts the orders of a file into the table")
    imported.add_argument("file", type=Path, help=".jsonl or .csv")
    imported.add_argument("--dry-run", action="store_true", help="only checks every line")
    carriers = topic("carriers", "what carriers usually need")
    fitted = carriers.add_parser("fit", help="from past shipments (operations/histories.py), as JSON")
    fitted.add_argument("file", type=Path, help=".jsonl")
    fitted.add_argument("--time-zone", default="UTC", help="of the shop (default: %(default)s)")
    fitted.add_argument(
        "--out", type=Path, default=Path("lambda/shop_helper/content/carriers.json"), help="%(default)s"
    )
    cases = topic("desk", "cases in the table (docs/operations.md)")
    listing = cases.add_parser("list", help="open cases, the longest waiting first")
    listing.add_argument("--all", action="store_true", help="closed ones too")
    listing.add_argument("--state", type=CaseState, choices=list(CaseState), help="only those")
    listing.add_argument("--kind", type=CaseKind, choices=list(CaseKind), help="only those")
    listing.add_argument(
        "--for", dest="addressee", type=Addressee, choices=list(Addressee), help="who has to act"
    )
    listing.add_argument("--customer", help="only this one's")
    listing.add_argument(
        "--overdue", action="store_true", help="only those whose answer was due before today"
    )
    for name, text in (
        ("show", "all that is known of it"),
        ("reply", "read to the customer when they come back"),
        ("ask", "the same, and the case waits for the customer"),
        ("resolve", "the same, and it is closed; without words it is only said that it is"),
    ):
        one = cases.add_parser(name, help=text)
        one.add_argument("case", help="its number, or the end of it")
        if name != "show":
            one.add_argument("words", nargs="*", help="at most 200 characters")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Raises ShopHelperError, OperationError."""
    if options.topic == "orders":
        return _import(options, settings)
    if options.topic == "carriers":
        table = fit(read_histories(options.file), ZoneInfo(options.time_zone))
        options.out.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{options.out}: {len(table) - 1} carriers; `make build` takes it up")
        return 0
    return _desk(options, settings)


def _import(options: argparse.Namespace, settings: Settings) -> int:
    client = dynamodb_client(settings)
    feed = DynamoFeed(settings.orders_table, lambda _: client)
    put = None if options.dry_run else lambda order: feed.apply(order, expect_new=True)
    report = import_orders(options.file, put, table=f"{settings.region} {settings.orders_table}")
    done = "right" if options.dry_run else "stored"
    print(f"{report.stored:,} orders {done}, {report.known:,} known already, {report.wrong:,} wrong")
    return 1 if report.wrong else 0


def _desk(options: argparse.Namespace, settings: Settings) -> int:
    store = DynamoCases(settings.cases_table, settings.orders_table, dynamodb_clients(settings))
    cases = list(store.every(lambda problem: print(f"left out: {problem}", file=sys.stderr)))
    if options.action == "list":
        overdue = datetime.now(UTC).date() if options.overdue else None
        which = desk.Filter(
            options.all, options.state, options.kind, options.addressee, options.customer, overdue
        )
        none = "no open cases" if which == desk.Filter() else "no such cases"
        print("\n".join(desk.listed(cases, which)) or none)
        return 0
    case = desk.find(cases, options.case)
    if options.action != "show":
        consumer = Consumer(order_feed(settings), store, dead_letters(settings))
        desk.answer(consumer, case, options.action, " ".join(options.words))
        case = next(one for one in store.of_customer(case.customer_id) if one.case_id == case.case_id)
    print("\n".join(desk.shown(case)))
    return 0
