from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """---
id: {name}
title: Gift wrapping
say_title: gift wrapping
audience: both
answer_by: article
sources: [store profile]
reviewed_on: 2026-11-24
follow_up: []
---
"""


@pytest.fixture
def article_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes an article with a good head and the given body."""

    def write(body: str, name: str = "gift.wrap", head: str = HEAD) -> Path:
        path = tmp_path / f"{name}.md"
        path.write_text(head.format(name=name) + body, encoding="utf-8")
        return path

    return write


@pytest.fixture
def profile_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "profile.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
