"""`marga …`: thin commands over the cores. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from marga.site.ledgers.commands import ledger_app

if TYPE_CHECKING:
    from marga.figures import Checked

app = typer.Typer(
    help="One honest record of a country's drug response.", no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
report_app = typer.Typer(help="Report files: what a body printed, as data.", no_args_is_help=True)
app.add_typer(report_app, name="report")
extract_app = typer.Typer(help="Extracts: the tables that figures are counted from.", no_args_is_help=True)
app.add_typer(extract_app, name="extract")
cubes_app = typer.Typer(help="Cubes that the authority collects: where from, and whose.", no_args_is_help=True)
app.add_typer(cubes_app, name="cubes")

account_app = typer.Typer(help="Accounts of a side: who may sign in.", no_args_is_help=True)
app.add_typer(account_app, name="account")

receipt_app = typer.Typer(help="Receipts: the proof that a person takes along.", no_args_is_help=True)
app.add_typer(receipt_app, name="receipt")

app.add_typer(ledger_app, name="ledger")

FOUND, UNREADABLE = 1, 2


class Format(StrEnum):
    text = "text"
    json = "json"


CountryOption = Annotated[str, typer.Option(envvar="MARGA_COUNTRY", help="The country whose measures and words apply.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """One honest record of a country's drug response."""
    from marga import __version__

    if version:
        typer.echo(f"marga {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Report files in TOML.", show_default=False)] = None,
    format: Annotated[Format, typer.Option(help="A table for people, or JSON.")] = Format.text,
    example: Annotated[bool, typer.Option("--example", help="Check the country's own published reports.")] = False,
    explain: Annotated[str, typer.Option(metavar="RULE", help="Say what a rule means and where it comes from.")] = "",
    trust: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=WEIGHT", help="Trust a figure more (or less) than the usual 1: kh-2019-09/A1=5."),
    ] = None,
    country: CountryOption = "kh",
) -> None:
    """Check whether published figures add up.

    Exit 0: nothing found (a note at most). 1: something is wrong or misleading. 2: a file cannot be read.
    """
    if explain:
        _explain(explain)
        return
    if example == bool(files):
        _stop("Name the report files to check, or use --example for the country's own; not both.")
    from marga.country import DataError, load
    from marga.figures import check as check_figures
    from marga.figures import published_reports, read_files
    from marga.figures.checking.trust import with_trust

    try:
        place = load(country)
        reports = published_reports(place) if example else read_files(files or [], place)
        checked = check_figures(with_trust(reports, trust or []), place)
    except DataError as error:
        _stop(str(error))
    _print(checked, format)
    raise typer.Exit(FOUND if checked.found else 0)


@report_app.command("new")
def new_report(
    file: Annotated[Path, typer.Argument(help="The file to start, such as my-report.toml.")],
) -> None:
    """Start a report file with an example of everything that can stand in it."""
    from marga.figures.checking.starter import STARTER

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(STARTER)
    except FileExistsError:
        _stop(f"{file}: is there already, and was left as it is; choose another name.")
    except OSError as error:
        _stop(f"{file}: cannot be written: {error.strerror}.")
    typer.echo(f"{file} is ready. Change the figures to those you read, then: marga check {file}")


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
        _stop(f"{page}: cannot be written: {error.strerror}.")


@app.command()
def figure(
    name: Annotated[str, typer.Argument(help="A figure of `marga figures`.")],
    extract: Annotated[Path, typer.Argument(help="The folder of an extract.")],
    by: Annotated[str, typer.Option(metavar="SPLIT[,SPLIT]", help="Break it down, such as month,province.")] = "",
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    engine: EngineOption = "duckdb",
    country: CountryOption = "kh",
) -> None:
    """Count one figure straight from the records of an extract."""
    from marga.country import DataError
    from marga.figures.counting.alone import count_alone
    from marga.figures.counting.listing import print_rows

    try:
        rows = count_alone(name, extract, by, since, until, engine, country)
    except DataError as error:
        _stop(str(error))
    print_rows(rows)


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
        _stop(str(error))
    typer.echo(said)


@app.command()
def bulletin(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Signed cubes, or folders of extracts.")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day: a first of a month.")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day: an end of a month.")],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
    before: Annotated[
        list[Path] | None, typer.Option(help="The folder of a bulletin published before; once for each.")
    ] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication; today if left out.")
    ] = None,
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
        _stop("--to is before --from; swap them.")
    day = (published or datetime.now()).date()  # noqa: DTZ005 - the day where the statistician sits
    period = Period(since.date(), until.date())
    asked = Asked(sources, period, out, day, before or (), trust or (), reason, remark, pdf)
    try:
        run(asked, country)
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(FOUND) from None
    except (DataError, DisclosureError, OSError) as error:
        _stop(str(error))


@app.command()
def example(
    out: Annotated[Path, typer.Argument(help="The folder to make; OUT/enforcement, OUT/care and OUT/truth.json.")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = datetime(2017, 1, 1),  # noqa: DTZ001
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = datetime(2020, 12, 31),  # noqa: DTZ001
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
        _stop(str(error))


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
        _stop(str(error))
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
        _stop(str(error))
    typer.echo(f"{page} was {'refreshed' if changed else 'up to date'}.")


SideOption = Annotated[str, typer.Option(envvar="MARGA_SIDE", help="The side whose accounts they are.")]
NameArgument = Annotated[str, typer.Argument(help="The user name.", show_default=False)]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays with the record.", show_default=False)]


@account_app.command("add")
def add_account(
    name: NameArgument,
    role: Annotated[list[str], typer.Option(help="A role of the side; may be given again.", show_default=False)],
    side: SideOption = "authority",
) -> None:
    """Let someone new sign in. Prints their one-time password, once.

    Exit 0: done. 2: it was not; nothing was changed. So it is for every command here.
    """
    with _accounts(side) as accounts:
        _say(accounts.add(name, role))


@account_app.command("list")
def list_accounts(side: SideOption = "authority") -> None:
    """List every account: its roles, its state, and when someone last signed in by it."""
    with _accounts(side) as accounts:
        accounts.print_list()


@account_app.command("reset")
def reset_account(name: NameArgument, reason: ReasonOption, side: SideOption = "authority") -> None:
    """Give a new one-time password, and forget the second factor."""
    with _accounts(side) as accounts:
        _say(accounts.reset(name, reason))


@account_app.command("close")
def close_account(name: NameArgument, reason: ReasonOption, side: SideOption = "authority") -> None:
    """Let nobody sign in by it any more, and end its sessions. Its name stays."""
    with _accounts(side) as accounts:
        _say(accounts.close(name, reason))


@account_app.command("open")
def open_account(name: NameArgument, side: SideOption = "authority") -> None:
    """Let a closed account sign in again."""
    with _accounts(side) as accounts:
        _say(accounts.reopen(name))


@contextmanager
def _accounts(side: str) -> Iterator[ModuleType]:
    """The acts on the accounts of a side; what they refuse ends with 2."""
    from marga.site.standalone import CannotSetUp, set_up

    try:
        set_up(side)
    except CannotSetUp as error:
        _stop(str(error))
    from django.db import DatabaseError

    from marga.site.accounts import command
    from marga.site.refusals import Refused

    try:
        yield command
    except Refused as refused:
        _stop(str(refused))
    except DatabaseError as error:
        _stop(f"The database of the {side} side cannot be used: {error}. Start the side once: ./run")


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


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
        _stop(f"SIDE is “{side}”; write enforcement or care.")
    if not address.startswith(("https://", "http://", "file:///")):
        _stop(f"ADDRESS is “{address}”; write an address that begins with https://, http:// or file:///.")
    if not is_public_name(key):
        _stop(f"KEY is “{key}”, which is no public key; write it as marga cubes key prints it.")
    try:
        set_up("authority")
    except CannotSetUp as error:
        _stop(str(error))
    from marga.authority.bulletins.services import set_source

    set_source(side=side, address=address, key=key)
    typer.echo(f"Cubes of {side} are fetched from {address}, and must be signed by {key}.")


@cubes_app.command("key")
def show_cube_key(key: Annotated[Path, typer.Argument(help="The side's signing key.")]) -> None:
    """Print the public name of a signing key, by which others know whose cubes to trust."""
    from marga.figures.counting.signing import key_at, public_name

    if not key.is_file():
        _stop(f"{key}: is not there; marga cube --key makes one on first use.")
    typer.echo(public_name(key_at(key).public_key()))


@app.command()
def witness(
    addresses: Annotated[list[str], typer.Argument(metavar="URL...", help="The sides whose ledgers to watch.")],
    keys: Annotated[Path, typer.Option(help="The verifier keys of their ledgers, one a line.")],
    state: Annotated[Path, typer.Option(help="The folder in which this witness remembers; made on first use.")],
    name: Annotated[str | None, typer.Option(help="What it signs as, such as bar.example/witness; first use.")] = None,
    every: Annotated[float | None, typer.Option(metavar="SECONDS", min=1.0, help="Go on, so often.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send each cosignature back to its ledger.")] = False,
) -> None:
    """Watch ledgers from outside: keep their checkpoints, cosign what follows, raise the alarm at what does not.

    Exit 0: all consistent. 1: one has two histories; the proof is in a file. 2: one could not be asked.
    """
    from marga.ledger import LedgerError
    from marga.ledger.witnessing import run

    try:
        code = run(addresses, keys, state, name, every, send=send)
    except LedgerError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.")
    raise typer.Exit(code)


@receipt_app.command("verify")
def verify_receipt(
    file: Annotated[
        Path, typer.Argument(help="The text of a receipt, or a picture of its QR code; - reads the input.")
    ],
    keys: Annotated[Path, typer.Option(help="The verifier keys of the ledgers you trust, one a line.")],
    witnesses: Annotated[Path | None, typer.Option(help="The verifier keys of the witnesses you trust.")] = None,
    against: Annotated[Path | None, typer.Option(help="A later checkpoint that a witness cosigned.")] = None,
    log: Annotated[str, typer.Option(metavar="URL", help="Ask this side for the proof that --against needs.")] = "",
) -> None:
    """Check a receipt, without asking anyone.

    Exit 0: genuine. 1: not genuine, or the ledger has two histories. 2: it cannot be read, or not be proven.
    """
    from marga.ledger import LedgerError
    from marga.ledger.receipt_check import run

    try:
        code = run(file, keys, witnesses, against, log)
    except LedgerError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.")
    raise typer.Exit(code)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(UNREADABLE)


def _explain(rule: str) -> None:
    from marga.figures import RULES, explanation

    if rule not in RULES:
        _stop(f"--explain: “{rule}” is no rule; the rules are {', '.join(RULES)}.")
    one = explanation(rule)
    typer.echo(f"{one.rule}: {one.title}\n\n{one.means}\n\nExample: {one.example}\nSource: {one.source}")


def _print(checked: Checked, format: Format) -> None:
    if format is Format.json:
        import json

        from marga.figures import as_json

        typer.echo(json.dumps(as_json(checked), ensure_ascii=False, indent=2))
    else:
        from marga.figures.checking.table import print_table

        print_table(checked)


if __name__ == "__main__":
    app()
