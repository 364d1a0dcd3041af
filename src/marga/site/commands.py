"""What commands of every side share: becoming the side, and what stops them ends with 2 and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import typer

UNREADABLE = 2


@contextmanager
def using(side: str, module: str) -> Iterator[ModuleType]:
    """The module with what commands do, in a process that is this side now."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up(side)
    except CannotSetUp as error:
        stop(str(error))
    from django.db import DatabaseError

    from marga.country import DataError
    from marga.site.refusals import Refused

    try:
        yield import_module(module)
    except (Refused, DataError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}.")
    except DatabaseError as error:
        stop(f"The database of the {side} side cannot be used: {error}. Start the side once: ./run")


def stop(message: str) -> NoReturn:
    """End with 2 and say why."""
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)
