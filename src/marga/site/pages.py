"""The page of one act: a small form, faults beside its fields, nothing typed lost, a redirect when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from marga.site import again

from .fields import place_refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


Made = TypeVar("Made")


@dataclass(frozen=True)
class ActPage:
    """What such a page says. `note`: what to know before; `done`: what is said of it then, if anything; `up`: where one
    came from, and its name."""

    title: _StrOrPromise
    button: _StrOrPromise
    done: _StrOrPromise
    up: str
    up_name: _StrOrPromise
    note: _StrOrPromise = ""


def answered(
    request: HttpRequest, form: Form, do: Callable[[], Made], *, done: _StrOrPromise, to: str | Callable[[Made], str],
    fields: Mapping[str, str] | None = None, back: str = "",
) -> HttpResponse | None:  # fmt: skip
    """What follows a form: when it was sent and `do` did not refuse, say so (`done`) and go `to`; when it was refused,
    back to its page (`back`, or else where it was sent) with what was typed and why. None: show the page.

    to       a page, or that of what `do` made
    fields   the form's field for a field of the service, where it is called otherwise
    """

    def act() -> HttpResponse:
        made = do()
        if done:
            messages.success(request, str(done))
        return HttpResponseRedirect(to if isinstance(to, str) else to(made))

    return again.tried(request, form, act, lambda refused: place_refusal(form, refused, fields), back)


def act_page(
    request: HttpRequest, page: ActPage, form: Form, do: Callable[[dict[str, Any]], Made],
    to: str | Callable[[Made], str] = "", fields: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form; when it was sent and `do` did not refuse, say so and go `to` (else up); `to` and `fields` as of
    `answered`."""
    answer = answered(request, form, lambda: do(form.cleaned_data), done=page.done, to=to or page.up, fields=fields)
    return answer or render(request, "site/act.html", {"page": page, "form": form},
                            status=again.status_of(request))  # fmt: skip
