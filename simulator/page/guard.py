"""Who may ask the server: pages of its own, in a browser on this machine. And what those pages may load.

The server listens on loopback only. That alone lets any page on the web ask it, through the visitor's browser:
directly (so a request that changes something must be JSON, which another origin may not send unasked), or under a
name that is made to point here (so only this machine's names are answered).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SCREEN_POLICY = (
    # The engine of APL compiles WebAssembly and binds it with `new Function`; it draws with inline styles. All of that
    # stays in a frame without an origin: it can neither ask the server nor see the page.
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src data:; connect-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-scripts"
)
"""Of the frame that draws a device's screen."""


def refusal(request: Request) -> str | None:
    """Why a request is not answered; None when it is."""
    host = _hostname(f"http://{request.headers.get('Host', '')}")
    if host not in LOOPBACK:
        return "this server answers under localhost and 127.0.0.1 only"
    origin = request.headers.get("Origin")
    if origin is not None and origin != "null" and urlsplit(origin).netloc != request.headers.get("Host"):
        return "another page may not ask this server"
    if request.method in ("GET", "HEAD"):
        return None
    if origin == "null" or request.headers.get("Sec-Fetch-Site") not in (None, "same-origin", "none"):
        return "another page may not ask this server"
    if request.mimetype != "application/json":
        return "the body has to be application/json"
    return None


def protect(response: Response, policy: str = PAGE_POLICY) -> None:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-cache")


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
