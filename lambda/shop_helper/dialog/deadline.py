"""The instant by which a turn's answer has to be made, handed down to every call of a dependency."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from shop_helper.errors import NotBegunError


@dataclass(frozen=True)
class Deadline:
    """A point on a monotonic clock. What isn't done by then comes too late to be said."""

    at_s: float = math.inf
    clock: Callable[[], float] = field(default=time.monotonic, repr=False, compare=False)

    @classmethod
    def none(cls) -> Deadline:
        """No deadline: nobody is waiting."""
        return cls()

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Deadline:
        return cls(clock() + seconds, clock)

    def remaining_s(self) -> float:
        """Seconds left, never negative; infinite without a deadline."""
        return max(0.0, self.at_s - self.clock())

    def within(self, limit_s: float) -> Deadline:
        """The deadline of a part of the work, which may take `limit_s` at most."""
        return replace(self, at_s=min(self.at_s, self.clock() + limit_s))

    def begin(self, what: str, needs_s: float = 0.0) -> None:
        """Call before anything that waits. Raises NotBegunError where less than `needs_s`, or nothing, is left."""
        left_s = self.remaining_s()
        if left_s <= 0 or left_s < needs_s:
            raise NotBegunError(f"{what} was not begun: {left_s:.2f} s left")


NO_DEADLINE = Deadline.none()
"""For operators, feeds and events of the shop: nobody waits for an answer."""
