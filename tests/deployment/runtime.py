"""A built package in Lambda's own runtime, without Docker: the emulator from SAM's wheel and `awslambdaric`.

The function's process sees the package, the runtime client and a Python of its version; nothing of the development
environment. Calls are made one at a time; what the function raises comes back as a response with `errorType`.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / ".aws-sam" / "build" / "SkillFunction"
RUNTIME_PYTHON = ROOT / ".venv-runtime" / "bin" / "python"
_PATH = "/2015-03-31/functions/function/invocations"
_START_S = 10
TIMEOUT_S = 8


class RuntimeStartError(Exception):
    """The runtime can't be started; says what to do."""


class LambdaRuntime:
    """Invokes the function that runs behind an address."""

    def __init__(self, address: str, log: Path) -> None:
        self.url, self._log = f"http://{address}{_PATH}", log

    def invoke(self, event: Any) -> Any:
        request = urllib.request.Request(self.url, json.dumps(event).encode())
        with urllib.request.urlopen(request, timeout=TIMEOUT_S + 5) as answer:
            return json.loads(answer.read())

    @property
    def log(self) -> str:
        """What the function and the emulator have written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def lambda_runtime(environment: Mapping[str, str], package: Path = PACKAGE) -> Iterator[LambdaRuntime]:
    """Raises RuntimeStartError when something it needs has not been built or installed."""
    emulator = _emulator()
    for needed in (package / "lambda_function.py", RUNTIME_PYTHON):
        if not needed.is_file():
            raise RuntimeStartError(f"{needed.relative_to(ROOT)} is missing; run `make test-lambda`")
    address, api = (f"127.0.0.1:{port}" for port in free_ports(2))
    command = [str(emulator), "--runtime-interface-emulator-address", address, "--runtime-api-address", api]
    command += [str(RUNTIME_PYTHON), "-m", "awslambdaric", "lambda_function.handler"]
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=package,
                env=_environment(home) | dict(environment),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            _wait_for(address, process, log)
            yield LambdaRuntime(address, log)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(home: str) -> dict[str, str]:
    """All that the function's process inherits. Its disk can't be written in Lambda, so no bytecode is kept."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(TIMEOUT_S),
        "AWS_SAM_LOCAL": "true",
    }


def _emulator() -> Path:
    machine = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
    name = f"aws-lambda-rie-{machine.get(platform.machine().lower(), platform.machine())}"
    found = sorted((ROOT / ".venv-sam").glob(f"lib/python*/site-packages/samcli/local/rapid/{name}"))
    if not found:
        raise RuntimeStartError(f"{name} is missing; run `make test-lambda`")
    return found[0]


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [made.getsockname()[1] for made in sockets]
    for made in sockets:
        made.close()
    return ports


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    host, port = address.split(":")
    for _ in range(_START_S * 20):
        if process.poll() is not None:
            break
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeStartError(f"Lambda's runtime did not start:\n{log.read_text(errors='replace')}")
