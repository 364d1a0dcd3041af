"""`marga bulletin` and `marga cubes …`: what the authority publishes, and what it is counted from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .shared import DAY, FOUND, CountryOption, app, group, stop

cubes_app = group("cubes", "Cubes that the authority collects: where from, and whose.")


@app.command()
def bulletin(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Signed cubes, or folders of extracts.")],
    since: Annotated[datetime, typer.Option("--from", **DAY, help="First day: a first of a month.")],
    until: Annotated[datetime, typer.Option("--to", **DAY, help="Last day: an end of a month.")],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    before: Annotated[
        list[Path] | None, typer.Option(help="The folder of a bulletin published before; once for each.")
    ] = None,
    published: Annotated[datetime | None, typer.Option(**DAY, help="Day of publication; today if left out.")] = None,
    trust: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Accept cubes signed by this key only.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why numbers that were published before are others now.")] = "",
    remark: Annotated[str, typer.Option(help="What to say where others printed something else.")] = "",
    pdf: Annotated[bool, typer.Option(help="Print it as PDF, too.")] = True,
    country: CountryOption = "kh",
) -> None:
    """Make a bulletin: counted, protected, checked, as HTML, PDF, CSV, XLSX and JSON, in English and Khmer.

    Exit 0: made. 1: its figures contradict each other or those published before; 2: it could not be made. Then nothing
    was written.
    """
    from marga.country import DataError, Period
    from marga.figures.bulletin.command import Asked, Refused, run
    from marga.figures.disclose import DisclosureError

    if until < since:
        stop("--to is before --from; swap them.")
    day = (published or datetime.now()).date()  # noqa: DTZ005 - the day where the statistician sits
    period = Period(since.date(), until.date())
    asked = Asked(sources, period, out, day, before or (), trust or (), reason, remark, pdf)
    try:
        run(asked, country)
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(FOUND) from None
    except (DataError, DisclosureError, OSError) as error:
        stop(str(error))


@cubes_app.command("set")
def set_cube_source(
    side: Annotated[str, typer.Argument(help="Whose cubes: enforcement or care.")],
    address: Annotated[
        str, typer.Argument(help="Of its newest cube, such as https://police.example/cubes/latest.cube.")
    ],
    key: Annotated[str, typer.Argument(help="The key that signs them, as that side tells it (marga cubes key FILE).")],
) -> None:
    """Say where the authority fetches a side's cubes, and by which key they must be signed.

    Exit 0: it is set. 2: it could not be.
    """
    from marga.figures.counting.signing import is_public_name
    from marga.site.standalone import CannotSetUp, set_up

    if side not in ("enforcement", "care"):
        stop(f"SIDE is “{side}”; write enforcement or care.")
    if not address.startswith(("https://", "http://", "file:///")):
        stop(f"ADDRESS is “{address}”; write an address that begins with https://, http:// or file:///.")
    if not is_public_name(key):
        stop(f"KEY is “{key}”, which is no public key; write it as marga cubes key prints it.")
    try:
        set_up("authority")
    except CannotSetUp as error:
        stop(str(error))
    from marga.authority.bulletins.services import set_source

    set_source(side=side, address=address, key=key)
    typer.echo(f"Cubes of {side} are fetched from {address}, and must be signed by {key}.")


@cubes_app.command("key")
def show_cube_key(key: Annotated[Path, typer.Argument(help="The side's signing key.")]) -> None:
    """Print the public name of a signing key, by which others know whose cubes to trust."""
    from marga.figures.counting.signing import key_at, public_name

    if not key.is_file():
        stop(f"{key}: is not there; marga cube --key makes one on first use.")
    typer.echo(public_name(key_at(key).public_key()))
