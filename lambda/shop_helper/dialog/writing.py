"""The state of a turn's write, which limits what a reply may say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from shop_helper.dialog.reply import Reply, Text
from shop_helper.errors import StoreError, UncertainError


class WriteState(StrEnum):
    NOT_BEGUN = "not_begun"
    """Nothing is written, either because nothing was sent or because the store refused it."""
    BEGUN = "begun"
    """The write was sent, and its result isn't known."""
    DONE = "done"


class Written(StrEnum):
    ACTION = "act"
    VOICE_CODE = "voice_code"


@dataclass(frozen=True)
class UnsettledWrite:
    """A write with an unknown outcome, and the key to look it up in the next turn."""

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
    """The outcome of an unsettled write."""

    found: Found
    reply: Reply
    """The answer to a turn that asks for nothing else."""
    lead: Text
    """A short sentence before the answer to a turn that asks for something else."""


@dataclass
class Writing:
    """Bookkeeping of a turn's write; recording a visit or storing a draft doesn't count.

    All turns made from one request share one object, so that the apology can read it.
    """

    prove: Callable[[Reply], object] = lambda reply: None
    """Raise if a reply can't be put into words."""
    state: WriteState = WriteState.NOT_BEGUN
    done: Reply | None = None
    """The reply once the write is done."""
    unsettled: UnsettledWrite | None = None

    @contextmanager
    def of(self, done: Reply, unsettled: UnsettledWrite, *others: Reply) -> Iterator[Writing]:
        """Track the store's first write. `done` and its alternatives `others` are put into words beforehand:
        if one of them fails, its error is raised here and nothing is written."""
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
        """Record that the store refused the write."""
        self.state, self.done = WriteState.NOT_BEGUN, None

    def found_done(self, done: Reply) -> None:
        """Record that an earlier request, whose answer was lost, has done it."""
        self.state, self.done = WriteState.DONE, done
