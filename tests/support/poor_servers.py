"""Servers on loopback that answer as no server should: by hand, byte for byte, or not to the end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def answering(said: bytes, *, hold: bool = False) -> Iterator[str]:
    """Says this to whoever comes, whatever they ask, and hangs up; with `hold`, only at the end. Yields its address."""
    over, held = Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while not over.is_set():
                try:
                    asker, _from = server.accept()
                except OSError:
                    return
                asker.recv(65536)
                asker.sendall(said)
                if hold:
                    held.append(asker)
                else:
                    asker.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/newest.cube"
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for asker in held:
                asker.close()
