"""What a browser sends of the check form."""

from typing import Any


def row(
    number: int, printed: str, measure: str = "cases", group: str = "", kind: str = "count", day: str = ""
) -> dict[str, str]:
    """The fields of one row as a browser sends them."""
    fields = {"printed": printed, "measure": measure, "group": group, "kind": kind, "day": day}
    return {f"{number}-{name}": value for name, value in fields.items()}


def form(*rows: dict[str, Any], **head: str) -> dict[str, Any]:
    """The whole form as a browser sends it."""
    sent = {
        "body": "Police",
        "start": "2019-01-01",
        "end": "2019-09-06",
        "published": "",
        "rows": str(len(rows)),
        **head,
    }
    for one in rows:
        sent |= one
    return sent


#: The five figures of the official who said them in one breath (kh-2019-09 A1, A3, A5, A7, A11).
REPORT_A = (
    row(1, "5,200"),
    row(2, "3,399", group="offence=trafficking"),
    row(3, "1,896", group="offence=use"),
    row(4, "22", kind="rate"),
    row(5, "around 6,000", measure="in_care", day="2019-09-06"),
)
