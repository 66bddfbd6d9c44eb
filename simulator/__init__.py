"""Plays Alexa's part on your machine. Works from a plain checkout: the skill's folder is found without PYTHONPATH."""

import sys
from pathlib import Path

_LAMBDA = str(Path(__file__).resolve().parent.parent / "lambda")
if _LAMBDA not in sys.path:
    sys.path.append(_LAMBDA)
