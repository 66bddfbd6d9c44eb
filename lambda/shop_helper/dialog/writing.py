"""The write of one turn: how far it has come, and so what may be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from shop_helper.dialog.reply import Reply, Text
from shop_helper.errors import StoreError, UncertainError


class WriteState(StrEnum):
    NOT_BEGUN = "not_begun"
    """Nothing is written; also where the store says so after it was asked."""
    BEGUN = "begun"
    """The store was asked, and its answer isn't known."""
    DONE = "done"


class Written(StrEnum):
    ACTION = "act"
    VOICE_CODE = "voice_code"


@dataclass(frozen=True)
class UnsettledWrite:
    """A write whose outcome isn't known, and what the next turn needs to look it up."""

    what: Written
    key: str
    """Idempotency key of the action; for a voice code the request that set it."""


class Found(StrEnum):
    WRITTEN = "written"
    NOT_WRITTEN = "not_written"
    UNKNOWN = "unknown"
    """The store still doesn't answer."""


@dataclass(frozen=True)
class Finding:
    """What came of an unsettled write."""

    found: Found
    reply: Reply
    """What is said of it where the turn asks for nothing else."""
    lead: Text
    """One short sentence before the answer where the turn asks for something."""


@dataclass
class Writing:
    """Bookkeeping of a turn's write; a visit or a draft is no write.

    One object for each request, shared by all turns that are made of it, so that an apology knows of it.
    """

    prove: Callable[[Reply], object] = lambda reply: None
    """Raises when a reply can't be put into words."""
    state: WriteState = WriteState.NOT_BEGUN
    done: Reply | None = None
    """What is said of it once it is done."""
    unsettled: UnsettledWrite | None = None

    @contextmanager
    def of(self, done: Reply, unsettled: UnsettledWrite, *others: Reply) -> Iterator[Writing]:
        """Around the store's first write. `done`, and `others` that may follow in its place, are proven beforehand:
        where one can't be said, its error leaves from here and nothing is written."""
        for reply in (done, *others):
            self.prove(reply)
        self.state, self.done, self.unsettled = WriteState.BEGUN, done, unsettled
        try:
            yield self
        except UncertainError:
            raise
        except StoreError:
            self.refused()
            raise
        if self.state is WriteState.BEGUN:
            self.state = WriteState.DONE

    def refused(self) -> None:
        """The store has said that nothing was written."""
        self.state, self.done = WriteState.NOT_BEGUN, None

    def found_done(self, done: Reply) -> None:
        """It was done before, by a request whose answer was lost."""
        self.state, self.done = WriteState.DONE, done
