"""A bulletin as a workbook: a sheet with what it is of, then one a table, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import xlsxwriter

from ..bulletin import Bulletin
from ..document import Document
from ..grids import Grid
from ..shown import MARK

LONGEST_NAME = 31  # of a sheet: a limit of the format
WIDE, NARROW = 42, 14  # characters


def as_xlsx(bulletin: Bulletin, document: Document) -> bytes:
    """The workbook in the document's language. The same bulletin gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.title, "created": datetime.combine(bulletin.published, time())})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}), "head": book.add_format({"bold": True, "bottom": 1}),
        "total": book.add_format({"bold": True}), "plain": book.add_format({}),
        "quiet": book.add_format({"font_color": "#55606b", "text_wrap": True, "valign": "top"}),
    }  # fmt: skip
    _first(book.add_worksheet(document.language + " " + document.file[: LONGEST_NAME - 3]), document, styles)
    for number, grid in enumerate((grid for part in document.parts for grid in part.grids), 1):
        _grid(book.add_worksheet(f"{number} {grid.name}"[:LONGEST_NAME]), grid, styles)
    book.close()
    return out.getvalue()


def _first(sheet: Any, document: Document, styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 1, 2 * WIDE)
    sheet.write_string(0, 0, document.title, styles["title"])
    sheet.write_string(1, 0, document.lede)
    row = 3
    for term, text in document.facts:
        sheet.write_string(row, 0, term)
        sheet.write_string(row, 1, text)
        row += 1
    for title, paragraphs in document.notes:
        row += 1
        sheet.write_string(row, 0, title, styles["head"])
        for paragraph in paragraphs:
            row += 1
            sheet.write_string(row, 0, paragraph)
        row += 1


def _grid(sheet: Any, grid: Grid, styles: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(grid.columns), NARROW)
    sheet.write_string(0, 0, grid.title, styles["title"])
    sheet.merge_range(1, 0, 1, max(len(grid.columns), 1), grid.meaning, styles["quiet"])
    sheet.set_row(1, 48)
    for column, text in enumerate((grid.corner, *grid.columns)):
        sheet.write_string(3, column, text, styles["head"])
    for place, row in enumerate(grid.rows, 4):
        style = styles["total"] if row.depth == 0 else styles["plain"]
        sheet.write_string(place, 0, "  " * row.depth + row.head, style)
        for column, cell in enumerate(row.cells, 1):
            _number(sheet, place, column, cell, style)
    for place, (term, text) in enumerate(grid.facts, 5 + len(grid.rows)):
        sheet.write_string(place, 0, f"{term}: {text}", styles["plain"])
    sheet.freeze_panes(4, 1)


def _number(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A number as a number; the mark, and a number with its interval, as text."""
    plain = text.replace(",", "")
    if text != MARK and plain.replace(".", "", 1).replace("-", "", 1).isdigit():
        sheet.write_number(row, column, float(plain), style)
    else:
        sheet.write_string(row, column, text, style)
