"""How cases and people stand in addresses: the number of a case has strokes in it, and is no path."""

from django.urls import register_converter

CASE = r"[^/]+/\d{4}/[^/.]+"


class CaseNumber:
    """AB-12-03/2026/00017-4"""

    regex = CASE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PartyKey(CaseNumber):
    """AB-12-03/2026/00017-4.2"""

    regex = CASE + r"\.\d+"


register_converter(CaseNumber, "case")
register_converter(PartyKey, "party")
