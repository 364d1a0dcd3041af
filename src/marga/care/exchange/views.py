"""Taking over a centre's list from a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marga.care.access import acting
from marga.site.roles import needs

from . import forms, importing

SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("care.import")
def import_list(request: HttpRequest) -> HttpResponse:
    """Check a list, and write down whom it names if that was asked and nothing is wrong."""
    form = forms.ListForm(request.POST or None, request.FILES or None)
    outcome, written = None, False
    if form.is_bound and form.is_valid():
        written = form.cleaned_data["write_down"]
        data = form.cleaned_data["file"].read()
        outcome = importing.import_list(data, acting(request.user), dry_run=not written)
    status = 422 if form.errors or (outcome and outcome.wrong) else 200
    return render(request, "care/import.html", {
        "form": form, "outcome": outcome, "written": written, "columns": importing.columns(),
        "wrong": outcome.wrong[:SHOWN] if outcome else [],
    }, status=status)  # fmt: skip
