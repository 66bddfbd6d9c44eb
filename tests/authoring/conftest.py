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


NEEDED = """
marketplace:
  name: {value: Harbor, unit: text}
  assistant_name: {value: Harbor help, unit: text}
  operated_by_store: {value: true, unit: yes or no}
  time_zone: {value: America/New_York, unit: text}
"""


@pytest.fixture
def profile_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a profile with these sections, and behind them what every profile needs."""

    def write(text: str) -> Path:
        path = tmp_path / "profile.yaml"
        path.write_text(text if "marketplace:" in text else text + NEEDED, encoding="utf-8")
        return path

    return write
