"""A stand-in for the orders' table: the three operations that an import uses, over HTTP, and faster than moto's server.

It holds conditions as the real table does, by the names the code has for them. It can do nothing else, and is no proof
of what DynamoDB does: the tests of the stores run on moto.

    python -m benchmarks.order_import.table        prints its port
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shop_helper.persistence.feed import AS_SEEN, IS_NEW
from shop_helper.persistence.orders import NEWER_ONLY

Item = Mapping[str, Any]
Key = tuple[str, str]

CONDITIONS: Mapping[str, Callable[[Item | None, Mapping[str, Any]], bool]] = {
    IS_NEW: lambda there, values: there is None,
    AS_SEEN: lambda there, values: there is not None and there["version"] == values[":seen"],
    NEWER_ONLY: lambda there, values: (
        there is None or _number(there["version"]) < _number(values[":version"])
    ),
}


class Table:
    def __init__(self) -> None:
        self._items: dict[Key, Item] = {}
        self._lock = threading.Lock()
        self.rewritten = 0
        """Writes of what was there."""

    def answer(self, operation: str, asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        with self._lock:
            if operation == "GetItem":
                item = self._items.get(_key(asked["Key"]))
                return 200, {"Item": item} if item else {}
            puts = [asked] if operation == "PutItem" else [one["Put"] for one in asked["TransactItems"]]
            if not all(self._holds(put) for put in puts):
                single = operation == "PutItem"
                name = "ConditionalCheckFailedException" if single else "TransactionCanceledException"
                return 400, {"__type": f"com.amazonaws.dynamodb.v20120810#{name}"}
            for put in puts:
                self.rewritten += _key(put["Item"]) in self._items
                self._items[_key(put["Item"])] = put["Item"]
            return 200, {}

    def _holds(self, put: Mapping[str, Any]) -> bool:
        there, values = self._items.get(_key(put["Item"])), put.get("ExpressionAttributeValues", {})
        return CONDITIONS[put["ConditionExpression"]](there, values)

    def state(self) -> dict[str, Any]:
        """How many orders there are, how often one was written again, and a hash of all that is stored."""
        with self._lock:
            every = json.dumps(sorted(self._items.items()), sort_keys=True).encode()
            orders = sum(not owner.startswith("seller#") for owner, _ in self._items)
        return {"orders": orders, "rewritten": self.rewritten, "hash": hashlib.sha256(every).hexdigest()}


def _key(item: Item) -> Key:
    return item["customer_id"]["S"], item["order_id"]["S"]


def _number(value: Mapping[str, str]) -> int:
    return int(value["N"])


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is none of our trouble."""


def serve(port: int = 0) -> ThreadingHTTPServer:
    table = Table()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(*table.answer(self.headers["X-Amz-Target"].rpartition(".")[2], asked))

        def do_GET(self) -> None:
            self._send(200, table.state())

        def _send(self, status: int, answer: Mapping[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Server(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    server = serve()
    print(server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
