"""The tables that records are counted from: their schema, a writer, a reader that checks, and a synthetic country."""

from .arrow import Batches, Missing
from .manifest import File, Manifest, Month
from .reading import Extract, open_extract, read_manifest
from .schema import SIDES, TABLES, VERSION, Column, Table
from .writing import ExtractWriter, Header

__all__ = [
    "SIDES", "TABLES", "VERSION", "Batches", "Column", "Extract", "ExtractWriter", "File", "Header", "Manifest",
    "Missing", "Month", "Table", "open_extract", "read_manifest",
]  # fmt: skip
