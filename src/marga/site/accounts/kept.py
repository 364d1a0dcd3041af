"""What was typed into a form that could not be taken, because nobody was signed in any more: offered again afterwards.

It travels in the pages of signing in, from the browser back to the browser. Nothing of it is kept on the server.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from marga.site.addresses import is_here
from marga.site.roles import is_open

FIELD = "kept"
MOST_LETTERS = 300_000
LEFT_OUT = ("csrfmiddlewaretoken", FIELD)  # besides all that names a password
SECRET = ("code", "offer", "slip")  # of a second factor, a receipt, a request; elsewhere they are names of something


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
        """The fields that say something, by their names. A form without a page of its own asks for a reason alone; one
        that has a page is shown there, under its labels."""
        return [(_("Reason") if name.endswith("reason") else name.replace("-", " ").replace("_", " "), value)
                for name, value in self.fields if value.strip()]  # fmt: skip


def of_request(request: HttpRequest) -> Kept | None:
    """What this form brought. None unless it stood on a page of ours: no other site can have its form offered here."""
    if request.method != "POST" or not is_from_our_page(request):
        return None
    fields = fields_of(request)
    files = [str(file.name) for _field, found in request.FILES.lists() for file in found]
    if sum(len(value) for _name, value in fields) > MOST_LETTERS or not (fields or files):
        return None
    return Kept(request.get_full_path(), fields, files)


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form in order, without what is secret."""
    secret = "offer" in request.POST or is_open(view_name(request))
    left_out = (*LEFT_OUT, *SECRET) if secret else LEFT_OUT
    return [(name, value) for name, values in request.POST.lists() for value in values
            if name not in left_out and "password" not in name]  # fmt: skip


def view_name(request: HttpRequest) -> str:
    """The name of the address that was asked for, also where nobody came as far as to look it up."""
    try:
        return (request.resolver_match or resolve(request.path_info)).view_name
    except Resolver404:
        return ""


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
