"""A log in memory answering on loopback as a side does, and as a side would that hides something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from marga.ledger import LedgerError, tree
from marga.ledger.proofs import write_hashes
from support.ledgers import Log


class Side:
    """What a test changes while the side runs: the log it shows, and answers that replace its own."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.instead: dict[str, tuple[int, bytes]] = {}  # path -> status and body
        self.asked: list[str] = []
        self.cosigned: list[str] = []
        self.address = ""

    def answer(self, url: str) -> tuple[int, bytes]:
        parts = urlsplit(url)
        number = {name: int(values[0]) for name, values in parse_qs(parts.query).items()}
        if parts.path in self.instead:
            return self.instead[parts.path]
        try:
            match parts.path:
                case "/ledger/checkpoint":
                    return 200, str(self.log.signed()).encode()
                case "/ledger/proof/consistency":
                    proof = tree.consistency_proof(self.log.nodes, number["first"], number["second"])
                    return 200, write_hashes(proof).encode()
                case "/ledger/proof/inclusion":
                    leaf, path = self.log.answer(number["index"], number["size"])
                    return 200, write_hashes([leaf, *path]).encode()
        except (LedgerError, IndexError):
            return 400, b""
        more = self.log.text_at(parts.path, number)
        return (404, b"") if more is None else (200, more.encode())


@contextmanager
def serving(log: Log) -> Iterator[Side]:
    """The side, while it runs."""
    side = Side(log)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            side.asked.append(self.path)
            self.reply(*side.answer(self.path))

        def do_POST(self) -> None:
            side.cosigned.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply(*side.instead.get(self.path, (200, b"")))

        def reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{side.address}/ledger/checkpoint")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keeps the output of tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    side.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
