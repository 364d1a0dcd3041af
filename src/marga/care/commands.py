"""`marga care …`: thin commands. What one needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from marga.site.commands import using
from marga.site.cubes.commands import add_counting

care_app = typer.Typer(help="The care side, on its own machine.", no_args_is_help=True)
add_counting(care_app, "care")
COMMAND = "marga.care.exchange.command"


@care_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file; the page “Take over a list” names its columns.")],
    account: Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="In whose name, at whose centre.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check it only, and write nothing.")] = False,
) -> None:
    """Take over a centre's list of people: all of them, or none. The same file twice changes nothing.

    Exit 0: done, or fit to be. 1: something in it is wrong, nothing was done. 2: it could not be tried.
    """
    with using("care", COMMAND) as command:
        code = command.import_csv(file, account, dry_run=dry_run)
    raise typer.Exit(code)


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
    with using("care", "marga.care.slips.command") as command:
        said = command.slips_to(out, count, days, account)
    typer.echo(said)


@care_app.command()
def notices() -> None:
    """Print where the enforcement side finds the notices, and the key that signs them: two settings over there."""
    with using("care", "marga.care.consents.telling") as telling:
        path, key = telling.publish_address(), telling.signer().verifier
    typer.echo(f"MARGA_NOTICES_AT   the address of this side, and then {path}")
    typer.echo(f"MARGA_NOTICES_KEY  {key}")
