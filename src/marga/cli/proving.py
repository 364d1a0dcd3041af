"""`marga witness` and `marga receipt …`: the ledgers, from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .checking import Format
from .shared import app, group, stop

receipt_app = group("receipt", "Receipts: the proof that a person takes along.")


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
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}.")
    raise typer.Exit(code)


@receipt_app.command("verify")
def verify_receipt(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="The text of a receipt, or a picture of its QR code; - reads the input. "
                       "Then those of its list, if it has one."),
    ],
    keys: Annotated[Path | None, typer.Option(help="The verifier keys of the ledgers you trust, one a line.")] = None,
    key: Annotated[list[str] | None, typer.Option(help="Such a key itself, as a paper prints it.")] = None,
    witnesses: Annotated[Path | None, typer.Option(help="The verifier keys of the witnesses you trust.")] = None,
    against: Annotated[Path | None, typer.Option(help="A later checkpoint that a witness cosigned.")] = None,
    log: Annotated[str, typer.Option(metavar="URL", help="Ask this side for the proof that --against needs.")] = "",
    format: Annotated[Format, typer.Option(help="Words for people, or what was entered as JSON.")] = Format.text,
) -> None:  # fmt: skip
    """Check a receipt, without asking anyone, and say what it proves.

    Exit 0: genuine. 1: not genuine, or the ledger has two histories. 2: it cannot be read, or not be proven.
    """
    from marga.ledger import LedgerError
    from marga.ledger.receipt_check import run, trusted

    try:
        code = run(files, trusted(keys, key or [], witnesses), against, log, as_json=format is Format.json)
    except LedgerError as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename}: {error.strerror}.")
    raise typer.Exit(code)
