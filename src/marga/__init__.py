"""Marga: one honest record of a country's drug response."""

__version__ = "0.1.0"
