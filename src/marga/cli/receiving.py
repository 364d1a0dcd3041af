"""`marga receipts source …`: the ledgers whose lists of receipts the authority takes, for its public check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .shared import FOUND, group, stop

if TYPE_CHECKING:
    from marga.authority.receipts.models import ReceiptSource

receipts_app = group("receipts", "The public check of receipts: where its lists come from.")
source_app = typer.Typer(help="The ledgers whose lists are taken.", no_args_is_help=True)
receipts_app.add_typer(source_app, name="source")


@source_app.command("add")
def add_source(
    address: Annotated[str, typer.Argument(help="Of the side that keeps the ledger, such as https://police.example.")],
    keys: Annotated[Path, typer.Option(help="The verifier keys of its ledger, one a line (its ledger.keys).")],
    key: Annotated[Path, typer.Option(help="The key of the codes' hashes (its receipts.key); it is copied.")],
    witnesses: Annotated[
        Path | None, typer.Option(help="The verifier keys of the witnesses that you trust, one a line.")
    ] = None,
) -> None:
    """Take the lists of receipts of a side's ledger from now on, and at once. Again for the same ledger: set it anew.

    Exit 0: set, and its lists were taken. 1: set, but its lists could not be taken yet. 2: not set.
    """
    _set_up()
    from django.utils import timezone

    from marga.authority.receipts import services
    from marga.authority.receipts.keys import read_shared_key
    from marga.ledger import LedgerError

    try:
        made = services.set_source(
            address=address, verifiers=_text(keys), witnesses=_text(witnesses) if witnesses else "",
            key=read_shared_key(key),
        )  # fmt: skip
    except LedgerError as error:
        stop(str(error))
    typer.echo(f"Receipts of {made.ledger} are checked by the lists of {made.address}.")
    taken = services.take(made, now=timezone.now())
    _show(taken)
    if taken.problem:
        raise typer.Exit(FOUND)


@source_app.command("list")
def list_sources() -> None:
    """Show each ledger with how far its lists have come. Exit 0; 1 if one could not be taken."""
    _set_up()
    from marga.authority.receipts import queries

    found = list(queries.sources())
    for one in found:
        typer.echo(f"{one.ledger} at {one.address}")
        _show(one)
    if not found:
        typer.echo("No ledger's lists are taken yet; marga receipts source add sets one.")
    if any(one.problem for one in found):
        raise typer.Exit(FOUND)


@source_app.command("remove")
def remove_source(
    ledger: Annotated[str, typer.Argument(help="Its name, as marga receipts source list shows it.")],
) -> None:
    """Take no more lists of a ledger, and forget those that were taken and its key. Evidence is kept.

    Exit 0: removed. 2: there is none of that name.
    """
    _set_up()
    from marga.authority.receipts.services import remove_source as remove
    from marga.site.refusals import Refused

    try:
        remove(ledger)
    except Refused as refusal:
        stop(str(refusal))
    typer.echo(f"Receipts of {ledger} are no longer checked here. What its ledger had signed is forgotten, too.")


def _set_up() -> None:
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up("authority")
    except CannotSetUp as error:
        stop(str(error))


def _show(source: ReceiptSource) -> None:
    """How far the lists have come, and what is wrong."""
    if source.taken_at:
        at = f"{source.taken_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"  {source.entries.count()} entries about receipts, of {source.size}; taken {at}")
    if source.problem_since:
        typer.echo(f"  not taken since {source.problem_since:%Y-%m-%d %H:%M} UTC: {source.problem['en']}", err=True)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        stop(f"{path}: {error.strerror}.")
    except UnicodeDecodeError:
        stop(f"{path}: is no text in UTF-8; give a file of verifier keys, one a line.")
