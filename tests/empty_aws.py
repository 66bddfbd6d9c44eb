"""An AWS with nothing in it, whatever other tests of this process keep in theirs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from unittest.mock import patch

from moto import mock_aws

_ACCOUNTS = count(100_000_000_001)


@contextmanager
def empty_aws() -> Iterator[None]:
    """An account of its own each time: moto inside moto starts with what the outer one holds."""
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "testing")
    with mock_aws(), patch.dict(os.environ, keys, MOTO_ACCOUNT_ID=str(next(_ACCOUNTS))):
        yield
