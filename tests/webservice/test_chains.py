"""Chains are fetched within narrow limits, and kept until they expire. The server is on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import certifi
import pytest
import urllib3

from tests.webservice.authority import DAY, NOW, URL, Authority
from tests.webservice.conftest import Bucket
from webservice import chains as chains_module
from webservice.certificates import root_certificates, trusted_roots
from webservice.chains import MAX_BYTES, MAX_KEPT, Chains, fetcher
from webservice.refusal import RequestRefused


class _Replies(BaseHTTPRequestHandler):
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/chain")
            self.end_headers()
            return
        body = {"/chain": b"chain", "/huge": b"x" * (MAX_BYTES + 1)}.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def place() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths that were asked for."""
    paths: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Replies", (_Replies,), {"paths": paths}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_fetching() -> None:
    fetch = fetcher(urllib3.PoolManager())
    with place() as (address, paths):
        assert fetch(f"{address}/chain") == b"chain"
        for path, why in (("moved", "status 302"), ("gone", "status 404"), ("huge", "longer than")):
            with pytest.raises(RequestRefused) as refused:
                fetch(f"{address}/{path}")
            assert why in refused.value.reason
        assert paths == ["/chain", "/moved", "/gone", "/huge"]


def test_nobody_there() -> None:
    with place() as (address, _):
        pass
    with pytest.raises(RequestRefused) as refused:
        fetcher(urllib3.PoolManager())(f"{address}/chain")
    assert "could not be fetched" in refused.value.reason


def test_one_that_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains_module, "TIME_LIMIT_S", -1)
    with place() as (address, _), pytest.raises(RequestRefused) as refused:
        fetcher(urllib3.PoolManager())(f"{address}/chain")
    assert "in time" in refused.value.reason


def test_a_chain_is_kept_until_any_of_it_expires(authority: Authority, bucket: Bucket) -> None:
    ends = NOW + 5 * DAY
    bucket.chains[URL] = authority.chain(authority.leaf(validity=(NOW - DAY, ends)))
    chains = Chains(authority.store, bucket)
    assert chains.signer(URL, NOW) is chains.signer(URL, ends)
    assert len(bucket.asked) == 1
    with pytest.raises(RequestRefused):
        chains.signer(URL, ends + timedelta(seconds=1))
    assert len(bucket.asked) == 2


def test_a_chain_that_was_renewed_is_fetched_anew(authority: Authority, bucket: Bucket) -> None:
    bucket.chains[URL] = authority.chain(authority.leaf(validity=(NOW - DAY, NOW + DAY)))
    chains = Chains(authority.store, bucket)
    chains.signer(URL, NOW)
    bucket.chains[URL] = authority.chain()
    assert chains.signer(URL, NOW + 2 * DAY).valid_until == NOW + 30 * DAY


def test_what_was_refused_is_not_kept(authority: Authority, bucket: Bucket) -> None:
    good, bucket.chains[URL] = bucket.chains[URL], b"not there yet"
    chains = Chains(authority.store, bucket)
    with pytest.raises(RequestRefused):
        chains.signer(URL, NOW)
    bucket.chains[URL] = good
    assert chains.signer(URL, NOW).is_valid(NOW)


def test_no_number_of_addresses_fills_the_memory(authority: Authority, bucket: Bucket) -> None:
    chains = Chains(authority.store, bucket)
    for number in range(MAX_KEPT + 5):
        url = URL.replace("-1", f"-{number}")
        bucket.chains[url] = bucket.chains[URL]
        chains.signer(url, NOW)
    assert len(chains._kept) == MAX_KEPT


def test_amazons_own_root_is_among_the_trusted_ones() -> None:
    roots = root_certificates(Path(certifi.where()).read_bytes())
    assert "Amazon Root CA 1" in {
        root.subject.rfc4514_string().split("CN=")[-1].split(",")[0] for root in roots
    }
    assert trusted_roots() is not None


def test_a_root_that_cannot_be_read_is_left_out(authority: Authority, tmp_path: Path) -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    assert root_certificates(broken + authority.root.pem) == [authority.root.certificate]
    (tmp_path / "none.pem").write_bytes(broken)
    with pytest.raises(ValueError, match="no certificate"):
        trusted_roots(tmp_path / "none.pem")
