"""The commands by which a side counts, the same for each. What one needs is imported when it runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from marga.site.commands import stop, using

DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}


def add_counting(app: typer.Typer, side: str) -> None:
    """Add `extract` and `cube` to a side's commands; `marga.SIDE.exchange.extracting` does them."""
    module = f"marga.{side}.exchange.extracting"

    @app.command()
    def extract(
        out: Annotated[Path, typer.Option(help="The folder to make.")],
        since: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
        until: Annotated[datetime, typer.Option("--to", help="Last day.", **DAY)],
    ) -> None:
        """Write the tables that figures are counted from, with keys that join nothing else. They stay on this machine.

        Exit 0: made. 2: it could not be; then nothing was left behind.
        """
        from marga.country import Period

        if until < since:
            stop(f"--to is {until:%Y-%m-%d}, before --from, {since:%Y-%m-%d}; swap them.")
        with using(side, module) as extracting:
            from .command import extract_to

            extract_to(extracting.extract, out, Period(since.date(), until.date()))

    @app.command()
    def cube() -> None:
        """Count all months that are over into the signed cube now, and print the address and key for the authority."""
        with using(side, module) as extracting:
            from .command import count

            count(extracting.write_cube)
