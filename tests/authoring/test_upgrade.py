"""A knowledge base that an earlier release compiled is brought up to what this one needs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from authoring.__main__ import main
from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.base import COMPILED, KnowledgeBase

OURS = COMPILED / "en-US.json"


def earlier(path: Path, change: Any) -> Path:
    data = json.loads(OURS.read_bytes().partition(b"\n")[2])
    change(data)
    body = json.dumps(data).encode()
    header = {"schema": 1, "checksum": hashlib.sha256(body).hexdigest()}
    path.write_bytes(json.dumps(header).encode() + b"\n" + body)
    return path


def lacking(data: dict[str, Any]) -> None:
    del data["prompts"]["orders.late"], data["facts"]["reply_time.case"], data["articles"]["order.late"]
    data["prompts"]["returns.returned"] = ["{thing} has gone back."]
    data["prompts"]["launch.welcome"] = ["Hello from the old shop."]


def test_what_is_missing_is_added_and_what_it_says_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = earlier(tmp_path / "old.json", lacking), tmp_path / "new.json"
    with pytest.raises(KnowledgeError, match="upgrade"):
        KnowledgeBase.load(old)
    assert main(["upgrade", str(old), str(new)]) == 0
    made, ours = KnowledgeBase.load(new), KnowledgeBase.load(OURS)
    assert made.prompts["launch.welcome"] == ["Hello from the old shop."]
    assert made.prompts["orders.late"] == ours.prompts["orders.late"]
    assert made.prompts["returns.returned"] == ours.prompts["returns.returned"]
    assert "order.late" in made.articles
    assert made.fact("reply_time.case") is None
    told = capsys.readouterr().out
    for one in ("prompt orders.late", "prompt returns.returned", "topic order.late", "fact reply_time.case"):
        assert f"from this release: {one}" in told


@pytest.mark.parametrize("content", [b"", b"{}\n{}", b"no json\n", b'{"checksum": "x"}\n{}'])
def test_what_is_no_knowledge_base_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "old.json").write_bytes(content)
    assert main(["upgrade", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == 1
    assert not (tmp_path / "new.json").exists()


def test_a_damaged_or_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = earlier(tmp_path / "old.json", lacking)
    old.write_bytes(old.read_bytes() + b" ")
    assert main(["upgrade", str(old), str(tmp_path / "new.json")]) == 1
    assert "checksum" in capsys.readouterr().err
    assert main(["upgrade", str(tmp_path / "none.json"), str(tmp_path / "new.json")]) == 1
