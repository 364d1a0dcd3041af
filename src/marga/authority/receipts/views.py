"""The page on which anybody checks a receipt, and what staff see of the lists. Thin."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from marga.authority.receipts import queries, services
from marga.authority.receipts.forms import ReceiptForm
from marga.ledger import LedgerError
from marga.site.accounts import peer
from marga.site.roles import needs

UNREADABLE = 422


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Check a receipt. What is typed comes in the body of the request alone, and is never kept."""
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    found: dict[str, Any] = {}
    status = UNREADABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            found["answer"] = services.check(form.given(), address=peer.address(request), now=timezone.now())
            status = 200
        except LedgerError as error:
            form.blame(error)
        except services.TooManyTries as refusal:
            found["refused"], status = str(refusal), refusal.status
    if status == 200 and form.is_bound and found["answer"].is_known:
        form = ReceiptForm()  # a code that was right need not stand on a screen
    return render(request, "authority/receipts/check.html", {
        "form": form, "sources": queries.sources(), **found,
    }, status=status)  # fmt: skip


@require_safe
@needs("authority.preview")
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """What a ledger answered that cannot be believed, as it came."""
    text = queries.evidence_text(number)
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="marga-evidence-{number}.txt"'
    return answer
