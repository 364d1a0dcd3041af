"""The tables that records are counted from."""

from .schema import TABLES, VERSION, Column, Table

__all__ = ["TABLES", "VERSION", "Column", "Table"]
