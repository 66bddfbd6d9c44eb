"""DynamoDB times out after it was sent a write, and can't be asked either: what is said, and that a second yes does it
once. A whole conversation, with the real stores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import StoreError
from shop_helper.persistence.dynamo_cases import DynamoCases
from simulator.device import Device
from simulator.local import LocalSkill
from tests.stored import differences, stored, written


class TimesOut:
    """In place of the calls: a write is sent (or not), its answer is lost, and so is that to the question after it."""

    def __init__(self, sent: bool) -> None:
        self._real: Callable[..., Any] = DynamoCases._call
        self.sent, self.lost, self.writes = sent, 0, 0

    def __call__(self, cases: DynamoCases, deadline: Deadline, operation: str, **arguments: Any) -> Any:
        if operation == "transact_write_items":
            self.writes += 1
            if self.writes == 1:
                if self.sent:
                    self._real(cases, deadline, operation, **arguments)
                self.lost = 1
                raise StoreError("transact_write_items failed: ReadTimeoutError")
        elif self.lost:
            self.lost -= 1
            raise StoreError(f"{operation} failed: ReadTimeoutError")
        return self._real(cases, deadline, operation, **arguments)


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "not sent"])
def test_an_uncertain_write_is_told_and_a_second_yes_does_it_once(
    sent: bool,
    make_device: Callable[..., Device],
    handler: LocalSkill,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler.start_over()
    device, before, fault = make_device("ana"), stored("ana"), TimesOut(sent)
    monkeypatch.setattr(DynamoCases, "_call", lambda cases, *args, **kwargs: fault(cases, *args, **kwargs))
    device.say("open a case about my headphones")
    device.say("they crackle on the left side")
    told = device.say("yes")
    assert "I can't tell whether that was saved" in told.speech
    assert "won't do it twice" in told.speech
    assert len(written(before, stored("ana"))) == int(sent)
    done = device.say("yes")
    assert "Your case about the wireless headphones is open" in done.speech
    expected = [{"kind": "case", "state": "open", "version": 1, "words": "they crackle on the left side"}]
    assert differences(expected, written(before, stored("ana"))) == []
    again = device.retry()
    assert "is open" in again.speech
    assert differences(expected, written(before, stored("ana"))) == []
    assert fault.writes == (1 if sent else 2)
