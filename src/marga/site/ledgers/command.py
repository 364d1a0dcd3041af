"""`marga ledger …` on a side's own machine. Each prints what it found, and returns the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from marga.country import gettext_noop, write
from marga.country.reading import shown
from marga.ledger import LedgerError
from marga.ledger.audit import MOST_FINDINGS
from marga.ledger.checkpoints import Checkpoint, open_checkpoint
from marga.ledger.keys import VerifierKey, read_verifier_keys, to_base64
from marga.site.ledgers import protecting, remembering, signing
from marga.site.ledgers.auditing import Audited, audit_all, one_moment, tree_size
from marga.site.writing import writer

CLEAN, FOUND = 0, 1


def audit(against: Sequence[Path], keys: Path | None, witnesses: Path | None, language: str) -> int:
    """Recompute everything, and say in that language what was found. Raises LedgerError or OSError when a key or a
    checkpoint cannot be read."""
    with translation.override(language):
        return _audit(against, keys, witnesses)


def _audit(against: Sequence[Path], keys: Path | None, witnesses: Path | None) -> int:
    log_keys = read_verifier_keys(keys.read_text("utf-8")) if keys else signing.verifiers()
    known = read_verifier_keys(witnesses.read_text("utf-8")) if witnesses else signing.witnesses()
    seen = [_witnessed(path, log_keys, known) for path in against]
    console = Console(stderr=True)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
                   console=console, transient=True)  # fmt: skip
    kept = remembering.last_of_this_ledger()  # read before the database is, which may sign more meanwhile
    with bar:
        with one_moment():
            task = bar.add_task(_("The ledger"), total=(size := tree_size()))
            done = audit_all(log_keys, seen, kept, lambda through: bar.update(task, completed=through), witnesses=known)
        found, notes = _beside(bar, size)
    for line in [*found, *_lines(done, len(seen), clean=not found), *notes]:
        print(line)  # noqa: T201
    return FOUND if done.audit.findings or found else CLEAN


def _beside(bar: Progress, acts: int) -> tuple[list[str], list[str]]:
    """What the side itself finds that its ledger cannot know, and what it did not compare: `findings` and `notes` of
    `marga.<side>.auditing`, if it has that."""
    name = f"marga.{settings.MARGA_SIDE}.auditing"
    if find_spec(name) is None:
        return [], []
    side = import_module(name)
    task = bar.add_task(_("What stands beside it"), total=acts)
    found = [write(says, writer()) for says in side.findings(lambda through: bar.update(task, completed=through))]
    return found, [write(says, writer()) for says in side.notes()]


def keys() -> list[str]:
    """The verifier keys of this side's ledger, for others to trust. Makes the first if nothing was signed yet."""
    from marga.site.ledgers.models import Checkpoint as Signed

    signing.signers(first=not Signed.objects.exists())
    return [str(key) for key in signing.verifiers()]


def another_key() -> list[str]:
    """A further key, which signs beside the others from now on."""
    keys()
    return [str(signing.another(timezone.localdate()))]


def grants(role: str) -> list[str]:
    """What the owner of the tables types so that the side can work with this role of PostgreSQL."""
    return protecting.grants(role)


def _witnessed(path: Path, log_keys: Sequence[VerifierKey], witnesses: Sequence[VerifierKey]) -> Checkpoint:
    """A checkpoint of this ledger that somebody outside vouches for."""
    opened = open_checkpoint(path.read_bytes(), log_keys, witnesses)
    if opened.checkpoint.origin != settings.LEDGER_NAME:
        raise LedgerError(gettext_noop("the checkpoint is of {other}, and this ledger is {log}."),
                          other=shown(opened.checkpoint.origin), log=settings.LEDGER_NAME)  # fmt: skip
    if not opened.witnessed:
        raise LedgerError(gettext_noop("the checkpoint is cosigned by no witness that is trusted here."))
    return opened.checkpoint


def _lines(done: Audited, seen: int, *, clean: bool) -> list[str]:
    lines = []
    for one in done.audit.findings:
        record = done.records.get(one.first) if one.first is not None and one.first == one.last else None
        where = " " + _("It is {record} in the database.").format(record=record) if record else ""
        lines.append(write(one.says, writer()) + where)
    if not lines and clean:
        lines.append(_("Nothing found.") if seen else _(
            "Nothing found. Only a checkpoint that a witness kept shows whether all of it was made and signed again: "
            "--against FILE."))  # fmt: skip
    if len(done.audit.findings) >= MOST_FINDINGS:
        lines.append(_("There may be more: only the first {count} are told.").format(count=f"{MOST_FINDINGS:,}"))
    total = _("{size} entries, {erased} erased, root {root}.").format(
        size=f"{done.audit.size:,}", erased=f"{done.audit.erased:,}", root=to_base64(done.audit.root))  # fmt: skip
    if done.waiting:
        total += " " + _("{count} more wait for their place.").format(count=f"{done.waiting:,}")
    if done.strangers:
        total += " " + _("{count} signatures of witnesses that are not known here were not verified.").format(
            count=f"{done.strangers:,}")  # fmt: skip
    return [*lines, total]
