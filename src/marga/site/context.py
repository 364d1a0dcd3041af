"""What every template may use, on every page of every side."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga import __version__
from marga.site import clock, logs
from marga.site.ledgers import remembering
from marga.site.queries import worker_state

SIDE_NAMES = {
    "authority": _("Authority"),
    "enforcement": _("Enforcement"),
    "care": _("Care"),
    "oversight": _("Oversight"),
}


def side(_request: HttpRequest) -> dict[str, object]:
    """Names of the side, whether its worker runs, and whether one machine holds it all (then there is no wall)."""
    now = timezone.now()
    state = worker_state(now)
    return {
        "side": settings.MARGA_SIDE,
        "side_base": f"{settings.MARGA_SIDE}/base.html",  # the side's own frame, for pages that all sides have
        "side_name": SIDE_NAMES[settings.MARGA_SIDE],
        "worker_running": state.running,
        "worker_stopped_at": state.stopped_at,
        "ledger_stopped_at": state.ledger_stopped_at,
        "ledger_is_older": state.ledger_stopped_at is not None and remembering.database_is_older(),
        "clock_moved": clock.moved(),
        "clock_says": now,
        "one_machine": connection.vendor == "sqlite",
        "marga_version": __version__,
        "reference": logs.reference.get(),
    }
