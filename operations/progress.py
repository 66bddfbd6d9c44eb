"""How far a long command has come: a bar in a terminal, a line at every twentieth part elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

_WIDTH = 30
_PARTS = 20


class Progress:
    def __init__(
        self, out: TextIO, size: int, done: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`size` and `done` in whatever unit they are reckoned in; time is reckoned from what is done already."""
        self._out, self._size, self._first, self._clock = out, max(size, 1), done, clock
        self._began, self._part = clock(), done * _PARTS // self._size

    def show(self, done: int, words: str) -> None:
        share = min(done / self._size, 1)
        if self._out.isatty():
            bar = f"{'#' * round(share * _WIDTH):.<{_WIDTH}}"
            self._out.write(f"\r[{bar}] {share:4.0%}  {words}{self._left(done)}\x1b[K")
            self._out.flush()
        elif (part := done * _PARTS // self._size) > self._part:
            self._part = part
            print(f"{share:4.0%}  {words}{self._left(done)}", file=self._out)

    def end(self) -> None:
        """Leaves the bar standing."""
        if self._out.isatty():
            print(file=self._out)

    def _left(self, done: int) -> str:
        passed = self._clock() - self._began
        if done <= self._first or done >= self._size:
            return ""
        seconds = passed * (self._size - done) / (done - self._first)
        return f", {seconds / 60:.0f} min left" if seconds >= 90 else f", {seconds:.0f} s left"
