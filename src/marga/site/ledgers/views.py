"""The ledger as programs ask for it: plain text, byte for byte as docs/ledger.md says."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marga.country import write
from marga.ledger import LedgerError
from marga.ledger.checkpoints import LARGEST_CHECKPOINT
from marga.ledger.merkle import LARGEST_SIZE
from marga.ledger.proofs import write_hashes
from marga.site.ledgers import cosigning, queries
from marga.site.refusals import Refused
from marga.site.writing import writer

BAD_REQUEST, TOO_LARGE = 400, 413
View = Callable[..., HttpResponse]


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def told(view: View) -> View:
    """A view for programs: what is refused is a line of text with its status."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except LedgerError as error:
            return plain(f"{write(error.says, writer())}\n", BAD_REQUEST)
        except Refused as refused:
            return plain(f"{refused}\n", refused.status)

    return answer


class Unclear(Refused):
    """The address does not say what is asked for."""

    status = BAD_REQUEST


@never_cache
@require_safe
@told
def checkpoint(request: HttpRequest) -> HttpResponse:
    """What was signed last."""
    return plain(str(queries.last_checkpoint()))


@never_cache
@require_safe
@told
def witnessed(request: HttpRequest) -> HttpResponse:
    """The last checkpoint that a witness cosigned."""
    return plain(str(queries.last_witnessed()))


@require_safe
@told
def inclusion(request: HttpRequest) -> HttpResponse:
    """A leaf and its proof: ?index=I&size=N"""
    return plain(write_hashes(queries.inclusion(_number(request, "index"), _number(request, "size"))))


@require_safe
@told
def consistency(request: HttpRequest) -> HttpResponse:
    """That a tree continues an earlier one: ?first=M&second=N"""
    return plain(write_hashes(queries.consistency(_number(request, "first"), _number(request, "second"))))


@require_safe
@told
def receipts(request: HttpRequest) -> HttpResponse:
    """The list of receipts that begins with an entry: ?first=N"""
    return plain(queries.receipt_list(_number(request, "first")))


@csrf_exempt  # what is sent is worth its signature, whoever sends it: no session and no cookie is looked at
@require_POST
@told
def cosignature(request: HttpRequest) -> HttpResponse:
    """Take a witness's cosignature."""
    data = request.read(LARGEST_CHECKPOINT + 1)
    if len(data) > LARGEST_CHECKPOINT:
        return plain(_("A checkpoint has at most {limit} bytes.").format(limit=LARGEST_CHECKPOINT) + "\n", TOO_LARGE)
    cosigning.take(data)
    return plain("")


def _number(request: HttpRequest, name: str) -> int:
    """A number of the query. Raises Unclear unless it is written plainly and can be a size."""
    value = request.GET.get(name, "")
    if value.isascii() and value.isdigit() and len(value) < 20 and str(int(value)) == value:
        number = int(value)
        if number <= LARGEST_SIZE:
            return number
    raise Unclear(_("“{name}” is “{value}”; write a number, as in {name}=12.").format(name=name, value=value[:40]))
