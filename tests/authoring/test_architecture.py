"""The picture of the parts is drawn from the imports that the code has today."""

from __future__ import annotations

from authoring.architecture import PICTURE, imports, picture


def test_the_picture_is_current() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "stale: run `make architecture`"


def test_only_the_pipeline_and_the_composition_root_import_several_steps() -> None:
    steps = {"understanding", "conversation", "topics", "actions"}
    several = {part for part, targets in imports().items() if len(targets & steps) > 1}
    assert several == {"pipeline", "skill"}
