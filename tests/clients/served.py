"""The skill at an address, in two ways: the built package in Lambda's runtime, and the web service on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from simulator.dynamodb import example_dynamodb
from simulator.envelope import SKILL_ID
from simulator.local import fill
from simulator.world import load_world
from tests.deployment.runtime import ROOT, free_ports, lambda_runtime

_START_S = 60

Way = Callable[[Mapping[str, str]], AbstractContextManager[tuple[str, Callable[[], str]]]]
"""Settings → an address to post requests to, and what has been logged there so far."""


@dataclass(frozen=True)
class Served:
    url: str
    log: Callable[[], str]
    start_over: Callable[[], None]
    """Puts the example world back to what it was."""


@contextmanager
def served(way: Way) -> Iterator[Served]:
    """With a DynamoDB on this machine that holds the example world."""
    world = load_world()
    with example_dynamodb() as settings, way(settings | {"SHOP_HELPER_SKILL_ID": SKILL_ID}) as (url, log):

        def start_over() -> None:
            with patch.dict(os.environ, settings):
                fill(world)

        yield Served(url, log, start_over)


@contextmanager
def in_lambda(settings: Mapping[str, str]) -> Iterator[tuple[str, Callable[[], str]]]:
    with lambda_runtime(settings) as runtime:
        yield runtime.url, lambda: runtime.log


@contextmanager
def over_http(settings: Mapping[str, str]) -> Iterator[tuple[str, Callable[[], str]]]:
    """As `make serve` starts it, without verification: virtual-alexa can't sign."""
    port = free_ports(1)[0]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("SHOP_HELPER_")}
    environment |= {**settings, "SHOP_HELPER_WEB_PORT": str(port), "SHOP_HELPER_WEB_VERIFY": "off"}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "webservice"],
                cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}/"
            _wait_for(f"{url}health", process, log)
            yield url, lambda: log.read_text(encoding="utf-8", errors="replace")
        finally:
            process.terminate()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(_START_S * 10):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the web service did not start:\n{log.read_text(errors='replace')}")


WAYS: Mapping[str, Way] = {"lambda": in_lambda, "http": over_http}
