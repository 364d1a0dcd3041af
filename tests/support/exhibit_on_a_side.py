"""Book a case with one exhibit on a side that is running, as the example's first officer, in a process of its own.

key = exhibit_on(side, "J-0001")
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from support.sides import LiveSide

TESTS = Path(__file__).parents[1]


def exhibit_on(side: LiveSide, seal: str) -> str:
    """The key of the new exhibit, which officer 1001 holds."""
    environ = {**os.environ, "MARGA_DATA": str(side.data), "MARGA_SIDE": "enforcement", "PYTHONPATH": str(TESTS),
               "DJANGO_SETTINGS_MODULE": "marga.site.settings"}  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "support.exhibit_on_a_side", seal], env=environ, capture_output=True,
                          text=True, check=True)  # fmt: skip
    return done.stdout.strip()


def main(seal: str) -> None:
    import django

    django.setup()
    from marga.enforcement.access import acting
    from marga.site.accounts.models import Account
    from support.register import booked, exhibit

    who = acting(Account.objects.get(name="officer"))
    before = who.clock.at - timedelta(hours=1)
    case = booked(who, event=before, people=(), exhibits=(exhibit(person=None, seal=seal, seized=before),))
    sys.stdout.write(f"{case.number}.E1")


if __name__ == "__main__":
    main(*sys.argv[1:])
