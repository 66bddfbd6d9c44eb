"""Setting and removing customers' voice codes."""

from __future__ import annotations

from collections.abc import Callable

from shop_helper.persistence.voice_code import VoiceCode


class OperationError(Exception):
    """What was asked for can't be done; the message says why."""


def set_code(codes: VoiceCode, customer_id: str, read: Callable[[str], str]) -> None:
    """Reads the code with `read`, which is given what to ask for. Raises OperationError for a code that is too weak."""
    digits = read(f"Voice code for customer {customer_id} (4 to 8 digits, not shown)")
    if not digits:
        raise OperationError("no voice code was given on standard input")
    try:
        codes.set(customer_id, digits)
    except ValueError as problem:
        raise OperationError(str(problem)) from problem


def clear(codes: VoiceCode, customer_id: str) -> None:
    codes.clear(customer_id)
