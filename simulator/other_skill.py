"""Any other skill than this project's: its handler and its interaction model, refused where the model has mistakes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from simulator.check.model_rules import check_model
from simulator.check.rules import remedy
from simulator.endpoint import Handler
from simulator.entry_point import entry_point
from simulator.local import LocalSkill
from simulator.model import Model, ModelError
from simulator.world import World

_MAY_BREAK = ("INV", "INT2", "MOD", "LOC")
"""Rules whose breach leaves a model that can be talked to; `python -m simulator check` tells of them."""


class OtherSkill(LocalSkill):
    """Its customers are access tokens."""

    def __init__(self, handler: Handler, model: Model) -> None:
        super().__init__(handler, World({}))
        self.model = model

    def token_of(self, customer: str) -> str:
        return customer

    def start_over(self) -> None:
        """Nothing is known of what it keeps."""

    @contextmanager
    def with_settings(self, settings: Mapping[str, str]) -> Iterator[None]:
        """Its environment; what it has read of that already is its own affair."""
        with patch.dict(os.environ, settings):
            yield


def other_skill(handler: str, model: str) -> OtherSkill:
    """Raises EntryPointError or ModelError."""
    return OtherSkill(entry_point(handler), sound_model(Path(model)))


def sound_model(path: Path, locale: str | None = None) -> Model:
    """The model in a file. Raises ModelError with rule, place and remedy of each mistake that Alexa would not build."""
    model = Model.load(path, locale)
    data = json.loads(path.read_text(encoding="utf-8"))
    findings = check_model(data if "interactionModel" in data else {"interactionModel": data}, model.locale)
    told = [
        f"  {finding.rule}  {finding.place}: {finding.wrong}\n        → {remedy(finding)}"
        for finding in findings
        if not finding.rule.startswith(_MAY_BREAK)
    ]
    if told:
        raise ModelError("\n".join([f"{path}: Alexa would not build this model", *told]))
    return model
