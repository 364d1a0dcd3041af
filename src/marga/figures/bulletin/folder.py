"""A bulletin as a folder of files: everything for readers, and apart from it what stays with the statistician."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from marga.country import Country, DataError, Fault, gettext_noop, say
from marga.figures.checking.report_file import published_reports

from .bulletin import Bulletin
from .charts import charts
from .document import document
from .files import counts_from_json, counts_to_json, digest, from_json, to_json
from .layouts import as_csv, as_html, as_pdf, as_xlsx
from .making import Made
from .report import report_text
from .then_and_now import beside

LANGUAGES = ("en", "km")
PRIVATE = "not-for-publication"
COUNTS = "counts.json"


def rendered(bulletin: Bulletin, country: Country, *, pdf: bool = True) -> dict[str, bytes]:
    """Every file for readers by its name: JSON, CSV and report file, and in each language page, workbook and print."""
    name = f"{bulletin.id}-r{bulletin.revision}"
    frozen = to_json(bulletin)
    printed = beside(bulletin, published_reports(country))
    files = {
        f"{name}.json": frozen, f"{name}.csv": as_csv(bulletin).encode(),
        **{f"{name}.{one.side}.toml": report_text(bulletin, one, country).encode() for one in bulletin.sources},
    }  # fmt: skip
    for language in LANGUAGES:
        said = document(bulletin, country, language, digest(frozen), printed)
        drawn = charts(bulletin, country, language, "wide")
        files[f"{name}.{language}.html"] = as_html(said, drawn).encode()
        files[f"{name}.{language}.xlsx"] = as_xlsx(bulletin, said)
        if pdf:
            files[f"{name}.{language}.pdf"] = as_pdf(bulletin, said, drawn)
    return files


def write_folder(made: Made, files: Mapping[str, bytes], out: Path) -> None:
    """Write the folder: it appears complete or not at all. Raises FileExistsError when it is there already."""
    if out.exists():
        raise FileExistsError(f"{out}: is there already, and was left as it is; choose another name.")
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        sums = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
        (part / "SHA256SUMS").write_text(sums, "utf-8")
        (part / PRIVATE).mkdir(mode=0o700)
        (part / PRIVATE / COUNTS).write_bytes(counts_to_json(made.protected))
        part.chmod(0o755)
        part.rename(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def read_folder(folder: Path) -> Made:
    """A bulletin that was written before, with the counts behind its marks. Raises DataError."""
    found = sorted(folder.glob("*-r*.json"))
    counts = folder / PRIVATE / COUNTS
    if len(found) != 1 or not counts.is_file():
        words = gettext_noop("is not a folder of marga bulletin with its counts ({counts}); name the whole folder")
        raise DataError(Fault(str(folder), "", say(words, counts=f"{PRIVATE}/{COUNTS}")))
    bulletin = from_json(found[0].read_bytes(), str(found[0]))
    return Made(bulletin, counts_from_json(counts.read_bytes(), str(counts)))


def read_folders(folders: Sequence[Path]) -> list[Made]:
    """Bulletins that were written before, the oldest first: by day of publication, then revision."""
    made = [read_folder(folder) for folder in folders]
    return sorted(made, key=lambda one: (one.bulletin.published, one.bulletin.id, one.bulletin.revision))
