"""What was typed into a form that could not be taken, because nobody was signed in any more: offered again afterwards.

It travels in the pages of signing in, from the browser back to the browser. Nothing of it is kept on the server.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest

from marga.site.addresses import is_here

FIELD = "kept"
MOST_LETTERS = 300_000
LEFT_OUT = ("code", "offer", "csrfmiddlewaretoken", FIELD)  # of signing in itself, besides all that names a password


@dataclass(frozen=True)
class Kept:
    """A form as it was sent: where to, its fields in order, and the names of the files, which must be chosen again."""

    address: str
    fields: Sequence[tuple[str, str]]
    files: Sequence[str] = ()

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The fields that say something, with names that can be read."""
        return [(name.replace("-", " ").replace("_", " "), value) for name, value in self.fields if value.strip()]


def of_request(request: HttpRequest) -> Kept | None:
    """What this form brought. None unless it stood on a page of ours: no other site can have its form offered here."""
    if request.method != "POST" or not is_from_our_page(request):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists() for value in values
        if name not in LEFT_OUT and "password" not in name
    ]  # fmt: skip
    files = [str(file.name) for _field, found in request.FILES.lists() for file in found]
    if sum(len(value) for _name, value in fields) > MOST_LETTERS or not (fields or files):
        return None
    return Kept(request.get_full_path(), fields, files)


def carried(request: HttpRequest) -> Kept | None:
    """What a page of signing in carries along; None if there is nothing, or nothing that can be sent anywhere here."""
    try:
        brought = json.loads(request.POST.get(FIELD, ""))
        kept = Kept(
            str(brought["address"]), [(str(name), str(value)) for name, value in brought["fields"]],
            [str(name) for name in brought["files"]],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return kept if is_here(kept.address) else None


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this side. No other site can make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
