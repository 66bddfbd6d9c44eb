"""Every kind of write as a customer comes to it: what is said up to the read-back, so that only the yes is missing."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop_helper.alexa.session import ATTRIBUTE
from simulator.device import Device
from simulator.model import load_model

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
Envelope = dict[str, Any]
Handler = Callable[[Any, Any], dict[str, Any]]
MODEL = load_model("en-US")

A_CASE = ("open a case about my headphones", "they crackle on the left side", "yes")


@dataclass(frozen=True)
class Write:
    customer: str
    says: tuple[str, ...]
    """The last one is answered by the read-back."""
    first: tuple[str, ...] = ()
    """What has to be there already."""


WRITES = {
    "case": Write("ana", A_CASE[:2]),
    "return": Write("ana", ("start a return for my headphones", "they don't fit")),
    "exchange": Write("emma", ("exchange the bluetooth speaker", "it does not charge")),
    "refund": Write("emma", ("i want a refund for the camping stove", "a part is missing")),
    "claim": Write("ivo", ("make a guarantee claim for the tent",)),
    "cancel": Write("ana", ("cancel the wall calendar",)),
    "message": Write("ana", ("message the seller of my kettle", "is there a spare lid for it")),
    "note": Write("ana", ("add something to my case", "i have photos now"), A_CASE),
    "close": Write("ana", ("close my case",), A_CASE),
    "delete": Write("ana", ("delete my data",), (*A_CASE, "close my case", "yes")),
}


class Kept:
    """A handler that keeps what it is sent; held, it answers nothing."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.sent: list[Envelope] = []
        self.held = False

    def __call__(self, event: Any, context: Any = None) -> dict[str, Any]:
        self.sent.append(copy.deepcopy(event))
        if self.held:
            return {"version": "1.0", "response": {"shouldEndSession": False}, "sessionAttributes": {}}
        return self._handler(event, context)


def prepare(handler: Handler, write: Write) -> None:
    """What has to be there before."""
    device = Device(handler, MODEL, customer=write.customer, now=NOW)
    for text in write.first:
        device.say(text)
    device.close()


def confirmation(handler: Handler, write: Write) -> tuple[Envelope, Envelope]:
    """The request that was answered by the read-back, and the yes to it, which has not been sent yet."""
    kept = Kept(handler)
    device = Device(kept, MODEL, customer=write.customer, now=NOW)
    for text in write.says:
        answer = device.say(text)
    assert device.attributes[ATTRIBUTE]["pending"]["ask"] == "confirm", (write, answer.speech)
    read_back = kept.sent[-1]
    kept.held = True
    device.say("yes")
    return read_back, kept.sent[-1]


def said_again(envelope: Envelope) -> Envelope:
    """ "Hello? Yes!": the same once more, as a request of its own."""
    again = copy.deepcopy(envelope)
    again["request"]["requestId"] = f"amzn1.echo-api.request.{uuid.uuid4()}"
    return again
