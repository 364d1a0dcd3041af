"""`marga care …`: the care side on its own machine. What a command needs is imported when it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from .shared import group, stop

care_app = group("care", "The care side, on its own machine.")


@care_app.command()
def slips(
    count: Annotated[int, typer.Option(help="How many to print.")],
    out: Annotated[Path, typer.Option(help="The PDF to write; it must not be there yet.")],
    account: Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="The clerk in whose name it is done.")],
    days: Annotated[int, typer.Option(help="For how many days they open a request.")] = 365,
) -> None:
    """Print slips that open a request for help, each once. The file is the only place where their digits stand.

    Exit 0: printed. 2: it could not be done; then there is no file, and no slip.
    """
    with _side():
        from marga.care.slips.command import slips_to

        said = slips_to(out, count, days, account)
    typer.echo(said)


@care_app.command()
def notices() -> None:
    """Print where the enforcement side finds the notices, and the key that signs them: two settings over there."""
    with _side():
        from marga.care.consents.telling import publish_address, signer

        path, key = publish_address(), signer().verifier
    typer.echo(f"MARGA_NOTICES_AT   the address of this side, and then {path}")
    typer.echo(f"MARGA_NOTICES_KEY  {key}")


@contextmanager
def _side() -> Iterator[None]:
    """The care side set up; what stops a command ends with 2."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up("care")
    except CannotSetUp as error:
        stop(str(error))
    from django.db import DatabaseError

    from marga.site.refusals import Refused

    try:
        yield
    except Refused as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}.")
    except DatabaseError as error:
        stop(f"The database of the care side cannot be used: {error}. Start the side once: ./run")
