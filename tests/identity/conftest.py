from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.identity.playing import Issuer, Provider, provider


@pytest.fixture
def played() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def issuer(played: Provider) -> Issuer:
    return Issuer(played)
