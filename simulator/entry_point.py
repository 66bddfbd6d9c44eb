"""A skill's Lambda handler by its name, `module.function`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from simulator.endpoint import Handler


class EntryPointError(Exception):
    """A handler that can't be had; the message says what to do."""


def entry_point(name: str) -> Handler:
    """Looked for in ./lambda, here, and where Python looks. Raises EntryPointError."""
    module, _, function = name.rpartition(".")
    if not module:
        raise EntryPointError(
            f"handler {name!r}: expected module.function, e.g. lambda_function.lambda_handler"
        )
    for folder in (Path.cwd() / "lambda", Path.cwd()):
        if folder.is_dir() and str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    try:
        found = getattr(importlib.import_module(module), function)
    except ImportError as problem:
        raise EntryPointError(
            f"handler {name}: {problem}; run it where the module can be imported"
        ) from problem
    except AttributeError as problem:
        raise EntryPointError(f"handler {name}: {module} has no {function}") from problem
    except Exception as problem:  # what a module does when imported is its own
        raise EntryPointError(
            f"handler {name}: importing {module} failed: {type(problem).__name__}: {problem}"
        ) from problem
    if not callable(found):
        raise EntryPointError(f"handler {name}: it is no function but {type(found).__name__}")
    handler: Handler = found
    return handler
