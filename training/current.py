"""Whether the committed artefacts belong to the questions, and what to run when they don't."""

from __future__ import annotations

import json
from pathlib import Path

from training.examples import fingerprint, load_examples
from training.weights import ADAPTER, DATA, adapter_checksum


def problem(data: Path = DATA) -> str | None:
    """None when all is current; else what is wrong and the command that mends it."""
    path = data / "classifier.json"
    if not path.is_file() or not ADAPTER.is_file():
        return "nothing trained yet; run `python -m training fit`"
    manifest = json.loads(path.read_text())
    if manifest["adapter"] != adapter_checksum(ADAPTER):
        return "the adapter is not the one that the head was fitted to; run `python -m training head`"
    if manifest["examples"] != fingerprint(load_examples()):
        return (
            "questions or negatives changed since the search was fitted; run `python -m training head` "
            "(two minutes), or `make train` after many changes"
        )
    return None
