"""This side, answering on loopback for what asks over HTTP. With the fixture `database`, which commits for real."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections

from marga.site.wsgi import application


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keeps the output of tests clean."""


@contextmanager
def answering() -> Iterator[str]:
    """The side, all of its middleware included. Yields its address."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        try:
            return application(environ, start)
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, answer, ThreadedWSGIServer, Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
