"""Settings that would let anybody in are refused, with a message that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shop_helper.errors import ConfigurationError
from webservice.server import started
from webservice.settings import WebSettings

ROOT = Path(__file__).resolve().parents[2]


def test_defaults_verify_on_loopback_with_the_example_world() -> None:
    made = WebSettings.from_environment({})
    assert (made.host, made.port, made.verify, made.example) == ("127.0.0.1", 8080, True, True)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1"])
def test_verification_can_be_off_on_loopback(host: str) -> None:
    made = WebSettings.from_environment({"SHOP_HELPER_WEB_VERIFY": "off", "SHOP_HELPER_WEB_HOST": host})
    assert "NOTHING" in started(made)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.2", "localhost", "shop.example", "::ffff:1.2.3.4"]
)
def test_verification_can_be_off_nowhere_else(host: str) -> None:
    with pytest.raises(ConfigurationError, match="VERIFY=off"):
        WebSettings.from_environment({"SHOP_HELPER_WEB_VERIFY": "off", "SHOP_HELPER_WEB_HOST": host})


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({"SHOP_HELPER_WEB_VERIFY": "of"}, "SHOP_HELPER_WEB_VERIFY"),
        ({"SHOP_HELPER_WEB_PORT": "eighty"}, "SHOP_HELPER_WEB_PORT"),
        ({"SHOP_HELPER_WEB_PORT": "70000"}, "SHOP_HELPER_WEB_PORT"),
        ({"SHOP_HELPER_WEB_THREADS": "0"}, "SHOP_HELPER_WEB_THREADS"),
        ({"SHOP_HELPER_REAL_AWS": "1"}, "SHOP_HELPER_SKILL_ID"),
        (
            {
                "SHOP_HELPER_REAL_AWS": "1",
                "SHOP_HELPER_SKILL_ID": "amzn1.ask.skill.x",
                "SHOP_HELPER_IDENTITY": "local",
            },
            "SHOP_HELPER_IDENTITY",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(environment: dict[str, str], names: str) -> None:
    with pytest.raises(ConfigurationError, match=names):
        WebSettings.from_environment(environment)


def test_the_command_refuses_to_start_with_a_clear_message() -> None:
    unsafe = {"SHOP_HELPER_WEB_VERIFY": "off", "SHOP_HELPER_WEB_HOST": "0.0.0.0"}
    ended = subprocess.run(
        [sys.executable, "-m", "webservice"],
        cwd=ROOT, env=os.environ | unsafe, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "listen on 127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stderr
