"""The shop's event bus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shop_helper.errors import StoreError
from shop_helper.persistence.client import events_client
from shop_helper.persistence.dynamodb import plain
from shop_helper.ports import EventBus
from shop_helper.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "shop-helper"


class EventBridgeBus:
    def __init__(self, name: str, client: Callable[[], EventBridgeClient]) -> None:
        self._name, self._make_client = name, client
        self._made: EventBridgeClient | None = None

    def put(self, events: Sequence[tuple[str, str]]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        if not events:
            return
        entries: Any = [
            {"Source": SOURCE, "DetailType": kind, "Detail": detail, "EventBusName": self._name}
            for kind, detail in events
        ]
        try:
            if self._made is None:
                self._made = self._make_client()
            answer = self._made.put_events(Entries=entries)
        except (ClientError, BotoCoreError) as problem:
            raise StoreError(f"put_events failed: {type(problem).__name__}") from problem
        if answer["FailedEntryCount"]:
            raise StoreError(f"put_events refused {answer['FailedEntryCount']} of {len(entries)}")


def event_bus(settings: Settings) -> EventBus:
    return EventBridgeBus(settings.event_bus or "default", lambda: events_client(settings))


def plain_image(image: Mapping[str, Any] | None) -> dict[str, Any]:
    """A record of a DynamoDB stream as JSON has it."""
    return {name: _json(value) for name, value in plain(image or {}).items()}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {name: _json(one) for name, one in value.items()}
    return [_json(one) for one in value] if isinstance(value, list) else value
