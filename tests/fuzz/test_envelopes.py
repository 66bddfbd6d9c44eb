"""A few thousand hostile envelopes; `make fuzz` sends two hundred thousand."""

from __future__ import annotations

import pytest

from tests.fuzz.run import Fuzzer, run

COUNT, SEED = 2_000, 20261125


@pytest.mark.slow
def test_no_envelope_however_hostile_ends_in_an_exception_or_a_broken_answer() -> None:
    counts, firsts, sent = run(Fuzzer(), SEED, COUNT)
    assert sent >= COUNT
    assert not counts, "\n".join(
        f"{counts[kind]} times {kind} (python -m tests.fuzz --seed {SEED} --only {one.number}): {one.detail}"
        for kind, one in firsts.items()
    )
