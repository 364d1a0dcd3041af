"""`marga example` and `marga extract …`: records, real and made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .shared import DAY, CountryOption, app, group, stop

SINCE, UNTIL = datetime(2017, 1, 1), datetime(2020, 12, 31)  # noqa: DTZ001 - days, not moments
FromOption = Annotated[datetime, typer.Option("--from", show_default=f"{SINCE:%Y-%m-%d}", help="First day.", **DAY)]
UntilOption = Annotated[datetime, typer.Option("--to", show_default=f"{UNTIL:%Y-%m-%d}", help="Last day.", **DAY)]
extract_app = group("extract", "Extracts: the tables that figures are counted from.")


@app.command()
def example(
    out: Annotated[Path, typer.Argument(help="The folder to make; OUT/enforcement, OUT/care and OUT/truth.json.")],
    since: FromOption = SINCE,
    until: UntilOption = UNTIL,
    scale: Annotated[float, typer.Option(help="1 is the size of the printed years.")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    side: Annotated[str, typer.Option(help="Only this side: enforcement or care.", show_default=False)] = "",
    country: CountryOption = "kh",
) -> None:
    """Make a synthetic country to try Marga with. Nobody in it is real.

    Exit 0: made. 2: it could not be; then nothing was left behind.
    """
    from marga.extract.example.command import make

    try:
        make(out, since.date(), until.date(), scale=scale, seed=seed, side=side, country=country)
    except (ValueError, OSError) as error:
        stop(str(error))


@extract_app.command("check")
def check_extract(
    folder: Annotated[Path, typer.Argument(help="The folder of an extract.")],
    country: CountryOption = "kh",
) -> None:
    """Check that an extract is whole, unchanged and made of known words.

    Exit 0: it is. 2: it is not, and cannot be counted from.
    """
    from marga.country import DataError, load
    from marga.extract import open_extract

    try:
        manifest = open_extract(folder, load(country)).manifest
    except DataError as error:
        stop(str(error))
    rows = ", ".join(f"{file.rows:,} {name}" for name, file in manifest.files.items())
    days = f"{manifest.period.start} to {manifest.period.end}"
    typer.echo(f"{folder} is whole: {manifest.body}, {days}, {rows}.")


@extract_app.command("dictionary")
def extract_dictionary(
    page: Annotated[Path | None, typer.Argument(help="A page with the two marks, to be refreshed.")] = None,
) -> None:
    """Print the data dictionary as Markdown, or refresh it in a page such as docs/extract.md."""
    from marga.extract.dictionary import dictionary, refresh

    if page is None:
        typer.echo(dictionary(), nl=False)
        return
    try:
        changed = refresh(page)
    except (ValueError, OSError) as error:
        stop(str(error))
    typer.echo(f"{page} was {'refreshed' if changed else 'up to date'}.")
