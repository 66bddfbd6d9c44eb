"""`python -m webservice`: serves the skill until it is told to stop. Settings: docs/webservice.md."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lambda"))

from shop_helper.errors import ConfigurationError
from shop_helper.settings import Settings
from webservice.certificates import trusted_roots
from webservice.settings import WebSettings


def main() -> int:
    """Exit status 2 for settings that can't be used."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("botocore").setLevel(logging.WARNING)
    try:
        settings = WebSettings.from_environment(os.environ)
        Settings.from_environment(os.environ)
        trusted_roots(settings.roots)
    except (ConfigurationError, OSError, ValueError) as problem:
        print(f"python -m webservice: {problem}", file=sys.stderr)
        return 2
    from webservice.server import Server

    Server(settings).run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
