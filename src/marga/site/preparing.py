"""Everything a side needs before it can serve: tables, static files, and for trying, an example."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

UNUSED = ["redoc*"]  # the API's pages use Swagger; compressing the other viewer would only slow a first start


def prepare(*, example: bool) -> Sequence[str]:
    """Bring tables and static files up to date. Returns lines that say how to sign in for trying.

    A side that has an example offers `marga.<side>.example.load_example()`, which loads it once and names its accounts.
    """
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    module = f"marga.{settings.MARGA_SIDE}.example"
    if not example or find_spec(module) is None:
        return ()
    accounts: Sequence[str] = import_module(module).load_example()
    return accounts


def collect_static() -> bool:
    """Collect and compress static files, unless nothing changed since the last time. True if it was done."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    current = hashlib.sha256("\n".join(sorted(static_sources())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == current and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, ignore_patterns=UNUSED, verbosity=0)
    stamp.write_text(current)
    return True


def static_sources() -> Iterator[str]:
    """Name, size in bytes and time of change of every static file of the apps."""
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            file = Path(storage.path(name)).stat()
            yield f"{name} {file.st_size} {file.st_mtime_ns}"
