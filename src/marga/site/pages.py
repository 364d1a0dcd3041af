"""The page of one act: a small form, faults beside its fields, nothing typed lost, a redirect when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from .faults import Faulty
from .fields import place_faults

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class ActPage:
    """What such a page says. `note`: what to know before; `up`: where one came from, and its name."""

    title: _StrOrPromise
    button: _StrOrPromise
    done: _StrOrPromise
    up: str
    up_name: _StrOrPromise
    note: _StrOrPromise = ""


def act_page(
    request: HttpRequest, page: ActPage, form: Form, do: Callable[[dict[str, Any]], object], to: str = ""
) -> HttpResponse:  # fmt: skip
    """Show the form; when it was sent and `do` did not refuse, say so and go `to` (else up)."""
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data)
        except Faulty as refused:
            place_faults(form, refused)
        else:
            messages.success(request, str(page.done))
            return HttpResponseRedirect(to or page.up)
    status = 422 if form.is_bound else 200
    return render(request, "site/act.html", {"page": page, "form": form}, status=status)
