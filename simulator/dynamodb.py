"""A DynamoDB on this machine, filled with the example world: for `sam local invoke` and for the built function.

    python -m simulator.dynamodb                 until Ctrl-C
    python -m simulator.dynamodb --at 2026-11-25T16:00:00Z --port 8000

It is moto's, in memory. It prints the settings with which the function finds it.
"""

from __future__ import annotations

import argparse
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from unittest.mock import patch

from simulator.local import FAKE_AWS, LocalSkillError, fill
from simulator.world import load_world


@contextmanager
def example_dynamodb(
    now: datetime | None = None, port: int = 0, host: str = "127.0.0.1"
) -> Iterator[dict[str, str]]:
    """Yields the environment in which the skill reads it. Port 0 takes a free one."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=host, port=port, verbose=False)
    try:
        server.start()
    except OSError as problem:
        raise LocalSkillError(f"no server can listen on {host}:{port}: {problem}") from problem
    try:
        found = f"http://{host}:{server.get_host_and_port()[1]}"
        settings = FAKE_AWS | {"SHOP_HELPER_DYNAMODB_ENDPOINT": found, "SHOP_HELPER_IDENTITY": "local"}
        with patch.dict(os.environ, settings):
            fill(load_world(now))
            tables = {name: text for name, text in os.environ.items() if name.endswith("_TABLE")}
        yield settings | {name: text for name, text in tables.items() if name.startswith("SHOP_HELPER_")}
    finally:
        server.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulator.dynamodb", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1; 0.0.0.0 for a container")
    parser.add_argument("--at", type=datetime.fromisoformat, help="the instant that is its today, with zone")
    options = parser.parse_args(arguments)
    with example_dynamodb(options.at, options.port, options.host) as settings:
        print("\n".join(f"{name}={text}" for name, text in settings.items()), flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
