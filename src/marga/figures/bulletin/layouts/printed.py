"""A bulletin as PDF, set by Typst, which shapes Khmer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from ..bulletin import Bulletin
from ..document import Document
from .labels import apart

HERE = Path(__file__).parent
LAYOUT = "bulletin.typ"


def as_pdf(bulletin: Bulletin, document: Document, charts: Mapping[str, str]) -> bytes:
    """The PDF. The same bulletin gives the same bytes: its time is the day of publication, not the clock's."""
    import typst  # a compiler of its own: only who prints loads it

    with TemporaryDirectory(prefix="marga-print-") as folder:
        root = Path(folder)
        (root / LAYOUT).write_bytes((HERE / LAYOUT).read_bytes())
        drawn = {name: apart(svg) for name, svg in charts.items()}
        labels = {name: {"width": one.width, "labels": [asdict(label) for label in one.labels]}
                  for name, one in drawn.items()}  # fmt: skip
        said = {**asdict(document), "charts": labels}
        (root / "document.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        for name, one in drawn.items():
            (root / f"{name}.svg").write_text(one.svg, "utf-8")
        made: bytes = typst.compile(
            root / LAYOUT, root=root, font_paths=[HERE], ignore_system_fonts=True,
            timestamp=int(datetime.combine(bulletin.published, time(), UTC).timestamp()),
        )  # fmt: skip
    return made
