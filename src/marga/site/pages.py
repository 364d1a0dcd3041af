"""The page of one act: a small form, faults beside its fields, nothing typed lost, a redirect when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from marga.site import again

from .fields import place_refusal

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


def answered(
    request: HttpRequest, form: Form, do: Callable[[], object], *, done: _StrOrPromise, to: str,
    fields: Mapping[str, str] | None = None, back: str = "",
) -> HttpResponse | None:  # fmt: skip
    """What follows a form: when it was sent and `do` did not refuse, say so (`done`) and go `to`; when it was refused,
    back to its page (`back`, or else where it was sent) with what was typed and why. None: show the page.

    fields   the form's field for a field of the service, where it is called otherwise
    """

    def act() -> HttpResponse:
        do()
        messages.success(request, str(done))
        return HttpResponseRedirect(to)

    return again.tried(request, form, act, lambda refused: place_refusal(form, refused, fields), back)


def act_page(
    request: HttpRequest, page: ActPage, form: Form, do: Callable[[dict[str, Any]], object], to: str = ""
) -> HttpResponse:  # fmt: skip
    """Show the form; when it was sent and `do` did not refuse, say so and go `to` (else up)."""
    answer = answered(request, form, lambda: do(form.cleaned_data), done=page.done, to=to or page.up)
    return answer or render(request, "site/act.html", {"page": page, "form": form},
                            status=again.status_of(request))  # fmt: skip
