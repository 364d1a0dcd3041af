"""Lays a bulletin out: as a page, a print, a workbook, and lines for programs. What it says comes from `document`."""

from .lines import as_csv
from .page import as_html
from .printed import as_pdf
from .workbook import as_xlsx

__all__ = ["as_csv", "as_html", "as_pdf", "as_xlsx"]
