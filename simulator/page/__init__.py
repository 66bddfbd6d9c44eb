"""The stand-in's web page: `python -m simulator serve`. The browser's part is in `static/`; it needs no build step."""

PORT = 8734
"""Where it listens unless told otherwise."""


class ServeError(Exception):
    """It can't listen; the message says what to do."""
