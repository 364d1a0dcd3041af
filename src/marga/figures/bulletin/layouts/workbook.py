"""A bulletin as a workbook: what it is of with links to its sheets, then a sheet a table, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from ..bulletin import Bulletin
from ..document import Document
from ..grids import Grid
from ..shown import MARK

LONGEST_NAME = 31  # of a sheet: a limit of the format
WIDE, NARROW = 42, 14  # characters
DEEPEST = 3  # steps of indentation


def as_xlsx(bulletin: Bulletin, document: Document) -> bytes:
    """The workbook in the document's language. The same bulletin gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.title, "created": datetime.combine(bulletin.published, time())})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}), "head": book.add_format({"bold": True, "bottom": 1}),
        "total": book.add_format({"bold": True}), "plain": book.add_format({}),
        "link": book.add_format({"font_color": "#0b5c7a", "underline": 1}),
        "quiet": book.add_format({"font_color": "#55606b", "text_wrap": True, "valign": "top"}),
        **{f"inside {depth}": book.add_format({"indent": depth}) for depth in range(1, DEEPEST + 1)},
    }  # fmt: skip
    first = book.add_worksheet(f"{document.language} {document.file}"[:LONGEST_NAME])
    grids = [(part.title, grid) for part in document.parts for grid in part.grids]
    names = [sheet_name(number, grid.name) for number, (_, grid) in enumerate(grids, 1)]
    row = _first(first, document, styles)
    _contents(first, row, document, list(zip(names, grids, strict=True)), styles)
    for name, (_, grid) in zip(names, grids, strict=True):
        sheet = book.add_worksheet(name)
        _grid(sheet, grid, styles)
        sheet.write_url(2, 0, _place(first.get_name()), styles["link"], document.words["contents"])
    book.close()
    return out.getvalue()


def sheet_name(number: int, name: str) -> str:
    """A sheet's name, which the format limits: "5 cases without court file …", cut between words."""
    words = f"{number} {name.replace('-by-', ' ').replace('-', ' ').replace('_', ' ')}".split()
    if len(" ".join(words)) <= LONGEST_NAME:
        return " ".join(words)
    while len(" ".join([*words, "…"])) > LONGEST_NAME:
        words.pop()
    return " ".join([*words, "…"])


def _place(sheet: str) -> str:
    return f"internal:'{sheet}'!A1"


def _contents(
    sheet: Any, row: int, document: Document, grids: Sequence[tuple[str, tuple[str, Grid]]], styles: Mapping[str, Any]
) -> None:
    """A line a table with a link to its sheet, beside the section that it stands in."""
    sheet.write_string(row, 0, document.words["contents"], styles["head"])
    for place, (name, (section, grid)) in enumerate(grids, row + 1):
        sheet.write_string(place, 0, section)
        sheet.write_url(place, 1, _place(name), styles["link"], grid.title)


def _first(sheet: Any, document: Document, styles: Mapping[str, Any]) -> int:
    """What the bulletin is of, and its notes. Returns the row after them."""
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
    return row + 1


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
        inside = styles[f"inside {min(row.depth, DEEPEST)}"] if row.depth else style
        sheet.write_string(place, 0, row.head, inside)
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
