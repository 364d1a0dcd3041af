"""What all tests share: Django set up on throw-away data, both databases, a live side, a browser."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("marga", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("marga")

# Before Django reads its settings: nothing of the developer's own data or environment is used.
for name in [name for name in os.environ if name.startswith("MARGA_") and name != "MARGA_CHROMIUM"]:
    del os.environ[name]
os.environ["MARGA_DATA"] = tempfile.mkdtemp(prefix="marga-tests-")
atexit.register(shutil.rmtree, os.environ["MARGA_DATA"], ignore_errors=True)
os.environ["DJANGO_SETTINGS_MODULE"] = "marga.site.settings"

from support.browser import browser, page  # noqa: E402
from support.databases import postgresql_address, sqlite_address  # noqa: E402
from support.sides import live_care, live_register, live_side, side_with_bulletins  # noqa: E402
from support.states import database  # noqa: E402

__all__ = [
    "browser", "database", "live_care", "live_register", "live_side", "page", "postgresql_address",
    "side_with_bulletins", "sqlite_address",
]  # fmt: skip


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Every test begins in English: a page read in Khmer leaves its language behind in the thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """A process that runs a share of the tests comes here first, too, and only then sets Django up."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses a running side goes to one process, so that the side is started, and makes its example, once."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        for side in ("live_care", "live_register", "live_side"):  # the first one, where a test uses both
            if side in fixtures:
                item.add_marker(pytest.mark.xdist_group("live sides"))
                break


def pytest_configure(config: pytest.Config) -> None:
    """Tests find static files where they are written, without collecting them first. Every side's tables are there, and
    something to enter.

    Django is set up after this.
    """
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.PASSWORD_HASHERS = ["support.accounts.QuickHasher"]  # a password is typed in hundreds of tests
    settings.INSTALLED_APPS += ["marga.enforcement", "marga.care", "support.bookings"]
