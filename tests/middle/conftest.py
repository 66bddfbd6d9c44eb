"""Voice codes are hashed at the least cost: how slowly it is done is tested elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from shop_helper.domain import voice_code


@pytest.fixture(scope="package", autouse=True)
def _quick_hashes() -> Iterator[None]:
    with patch.dict(voice_code._COST, n=2):
        yield
