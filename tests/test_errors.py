"""Every error of the package is in `errors.py`, and the tree drawn there is the real one."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

from shop_helper import errors
from shop_helper.errors import ShopHelperError

LAMBDA = Path(__file__).resolve().parent.parent / "lambda"
DRAWN = re.compile(r"^    (?P<indent>[│ ├└─]*)(?P<name>\w+Error)\b")


def modules() -> list[str]:
    """All that is deployed, as it is imported."""
    paths = [path.relative_to(LAMBDA).with_suffix("") for path in LAMBDA.rglob("*.py")]
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def drawn() -> dict[str, str | None]:
    """Error → its parent, as the docstring draws them."""
    parents: dict[str, str | None] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = DRAWN.match(line)
        if found is not None:
            depth = len(found["indent"]) // 4
            parents[found["name"]] = above[depth - 1] if depth else None
            above[depth:] = [found["name"]]
    return parents


def test_the_tree_that_is_drawn_is_the_tree_of_the_classes() -> None:
    classes = [
        one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, BaseException)
    ]
    real = {one.__name__: one.__bases__[0].__name__ for one in classes}
    assert drawn() == real | {ShopHelperError.__name__: None}


@pytest.mark.parametrize("name", modules())
def test_no_error_is_defined_elsewhere(name: str) -> None:
    module = importlib.import_module(name)
    own = [
        one.__name__
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, BaseException) and one.__module__ == name and module is not errors
    ]
    assert own == []
