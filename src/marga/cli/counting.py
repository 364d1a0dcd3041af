"""`marga figures`, `marga figure` and `marga cube`: counting from records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .shared import DAY, CountryOption, app, stop

EngineOption = Annotated[str, typer.Option(help="duckdb, or spark for what is too large for one machine.")]


@app.command()
def figures(
    page: Annotated[Path | None, typer.Option(help="Write the list as this page of the docs instead.")] = None,
) -> None:
    """List every figure that is counted from records, with its unit, its splits, and which of them a cube holds."""
    from marga.figures.counting import listing, ordered

    if page is None:
        listing.print_list(ordered())
        return
    try:
        page.write_text(listing.page(ordered()), encoding="utf-8")
    except OSError as error:
        stop(f"{page}: cannot be written: {error.strerror}.")


@app.command()
def figure(
    name: Annotated[str, typer.Argument(help="A figure of `marga figures`.")],
    extract: Annotated[Path, typer.Argument(help="The folder of an extract.")],
    by: Annotated[str, typer.Option(metavar="SPLIT[,SPLIT]", help="Break it down, such as month,province.")] = "",
    since: Annotated[datetime | None, typer.Option("--from", **DAY, help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", **DAY, help="Last day.")] = None,
    engine: EngineOption = "duckdb",
    country: CountryOption = "kh",
) -> None:
    """Count one figure straight from the records of an extract."""
    from marga.country import DataError, load
    from marga.figures.counting.alone import count_alone
    from marga.figures.counting.listing import print_rows

    try:
        rows = count_alone(name, extract, by, since, until, engine, country)
    except DataError as error:
        stop(str(error))
    print_rows(rows, load(country))


@app.command()
def cube(
    extract: Annotated[Path, typer.Argument(help="The folder of an extract.")],
    out: Annotated[Path, typer.Option(help="The cube to write, such as enforcement-2019.cube.")],
    key: Annotated[Path, typer.Option(help="The side's signing key; made on first use.")] = Path("marga-cube.key"),
    engine: EngineOption = "duckdb",
    country: CountryOption = "kh",
) -> None:
    """Count every figure of an extract by the margins that are published, and sign the outcome."""
    from marga.country import DataError
    from marga.figures.counting.alone import make_cube

    try:
        said = make_cube(extract, out, key, engine, country)
    except DataError as error:
        stop(str(error))
    typer.echo(said)
