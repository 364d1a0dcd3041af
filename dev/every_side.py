"""Settings with the tables of every side at once, for the check of types: no process is more than one side."""

from marga.site import environment
from marga.site.settings import *  # noqa: F403
from marga.site.settings import INSTALLED_APPS

SIDES = [f"marga.{side}" for side in environment.existing_sides()]
INSTALLED_APPS = list(dict.fromkeys([*INSTALLED_APPS, *SIDES]))
