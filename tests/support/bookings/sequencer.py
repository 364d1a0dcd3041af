"""`python -m support.bookings.sequencer`: a sequencer in a process of its own, to be killed."""

import threading

import django

django.setup()

from django.db import connection  # noqa: E402

from marga.site.ledgers.sequencer import keep_ledger, one_pass  # noqa: E402

if __name__ == "__main__":
    one_pass()
    connection.close()
    print("at work", flush=True)  # noqa: T201
    keep_ledger(threading.Event())
