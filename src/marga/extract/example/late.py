"""An extract as it stood before some reports came: for trying what a revision is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from marga.country import Country

from ..manifest import Manifest, Month
from ..reading import open_extract
from ..schema import TABLES
from ..writing import ExtractWriter, Header


def before_late_reports(folder: Path, out: Path, country: Country, units: Collection[int], since: date) -> Manifest:
    """Write the enforcement extract in `folder` again without what these units reported of the months from `since` on.

    units   pseudonyms; they are named as missing in those months
    since   the first of a month
    Raises DataError when `folder` is no extract, FileExistsError when `out` is there already.
    """
    extract = open_extract(folder, country)
    old = extract.manifest
    header = Header(old.side, old.body, old.made, old.period, old.synthetic)
    with ExtractWriter(out, header, country) as writer:
        for table in (table for table in TABLES.values() if table.side == old.side):
            rows = pq.read_table(folder / f"{table.name}.parquet")
            kept = rows.filter(pc.invert(_late(rows, table.day, units, since)))
            key = table.columns[0].name
            for batch in kept.sort_by([(table.day, "ascending"), (key, "ascending")]).to_batches():
                writer.write_batch(table.name, batch)
        return writer.finish([_without(month, units, since) for month in old.coverage])


def _late(rows: pa.Table, day: str, units: Collection[int], since: date) -> pa.ChunkedArray:
    of_them = pc.is_in(rows["unit"], pa.array(sorted(units), pa.int64()))
    return pc.and_(of_them, pc.greater_equal(rows[day], since))


def _without(month: Month, units: Collection[int], since: date) -> Month:
    if month.month < since:
        return month
    return Month(month.month, month.expected, tuple(sorted({*month.missing, *units})))
