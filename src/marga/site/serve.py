"""`python -m marga.site.serve PORT`: the web process of the side that MARGA_SIDE names."""

import os
import signal
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from marga.site import environment
from marga.site.parent import when_parent_is_gone

THREADS = 4  # a process; more only wait for each other


def main(port: int) -> None:
    """Serve until SIGTERM, or until the process that started it is gone."""
    when_parent_is_gone(lambda: os.kill(os.getpid(), signal.SIGTERM))
    Server(
        "marga.site.wsgi:application",
        address=os.environ.get("MARGA_BIND", "127.0.0.1"),
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.processes(),
        blocking_threads=THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=3,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]))
