"""Settings of a side that keeps a ledger, for tests that start processes of it."""

from marga.site.settings import *  # noqa: F403
from marga.site.settings import INSTALLED_APPS

if "support.bookings" not in INSTALLED_APPS:
    INSTALLED_APPS = [*INSTALLED_APPS, "support.bookings"]
ROOT_URLCONF = "support.bookings.urls"
