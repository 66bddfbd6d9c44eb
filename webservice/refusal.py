"""Why a request is not answered. Alexa wants status 400 for whatever can't be shown to come from it."""

from __future__ import annotations

from werkzeug.exceptions import BadRequest


class RequestRefused(BadRequest):
    """`reason` goes to the log, never back to the sender, and holds nothing that the sender wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__("The request was refused.")
        self.reason = reason
