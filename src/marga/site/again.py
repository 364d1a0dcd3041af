"""A form that was refused comes back by a redirect: what was typed is kept in the session under a code, and the page of
that code shows it again.

So every page that a browser remembers was asked for, not sent: going back and forward meets no form that would have to
be sent once more, and loses nothing. It is kept for as long as somebody may be idle, and goes with the session. It is
sealed (`sealed`): sessions are rows of the database, and names and reasons stand in forms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import FileField, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marga.site.accounts.kept import MOST_LETTERS, Kept, fields_of
from marga.site.acts.fitting import fitted
from marga.site.refusals import Refused
from marga.site.sealed import opened, sealed

AGAIN = "again"  # in the address of a page: the code of what was typed
KEPT = "marga-typed"
MOST = 8  # forms that one session keeps; with tabs at work, the oldest goes first
View = Callable[..., HttpResponse]
Pairs = Iterable[tuple[str, str]]


class SeeOther(HttpResponseRedirect):
    """Look at this page now, with GET, whatever was sent before."""

    status_code = HTTPStatus.SEE_OTHER


@dataclass(frozen=True)
class Typed:
    """A form as it was sent. `address`: where to; `faults`: field ("" for the whole) and sentence, of what was found
    only when the act was tried."""

    address: str
    fields: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str], ...]

    @property
    def data(self) -> QueryDict:
        """As a form is bound to it."""
        found = QueryDict(mutable=True)
        for name, value in self.fields:
            found.appendlist(name, value)
        return found


def form_page(view: View) -> View:
    """A page with a form of its own: it is shown with GET, also with what was typed before, and sent with POST."""
    allowed: View = require_http_methods(["GET", "HEAD", "POST"])(view)
    vars(allowed)["shows_again"] = True
    return allowed


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form of this page is bound to: what is sent now, or what was typed before and comes back; or nothing."""
    if request.method == "POST":
        return request.POST
    if (kept := typed(request)) is not None:
        return kept.data
    if request.GET.get(AGAIN):
        messages.warning(request, _("What was typed here before was taken, or is not kept any more."))
    return None


def typed(request: HttpRequest) -> Typed | None:
    """What comes back on this page."""
    kept = request.session.get(KEPT, {}).get(request.GET.get(AGAIN))
    if kept is None or request.method == "POST":
        return None
    found = json.loads(opened(kept["form"]))
    fields, faults = ([(str(name), str(value)) for name, value in found[what]] for what in ("fields", "faults"))
    return Typed(found["address"], tuple(fields), tuple(faults))


def tried(
    request: HttpRequest, form: Form, act: Callable[[], HttpResponse], place: Callable[[Refused], object], to: str = ""
) -> HttpResponse | None:  # fmt: skip
    """Do what a form that was sent asks for, and answer as `act` does. What is refused comes back, also what fits no
    content: `place` puts it into the form, or raises it. None where the page of the form is to be shown, as it is now.
    """
    if request.method != "POST":
        blame(request, form)
        return None
    faults: Pairs = ()
    if form.is_valid():
        try:
            answer = fitted(act)
        except Refused as refused:
            place(refused)
            faults = faults_of(form)
        else:
            forget(request)
            return answer
    return come_back(request, faults, to)


def come_back(request: HttpRequest, faults: Pairs = (), to: str = "") -> HttpResponse | None:
    """To the page of the form (`to`, or else where it was sent), with what was typed and what is wrong with it.

    None for more than a session should hold: then the page itself is the answer.
    """
    code = _keep(request, request.path, fields_of(request), faults)
    return None if code is None else SeeOther(_with(code, to or request.get_full_path()))


def status_of(request: HttpRequest) -> int:
    """Of a page with a form that is the answer to it: it was not taken."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK


def blame(request: HttpRequest, form: Form) -> None:
    """Put what was refused beside its field once more; what the form finds by itself it says by itself."""
    kept = typed(request)
    if kept is None or not form.is_bound:
        return
    errors = form.errors
    for name in [name for name, field in form.fields.items() if isinstance(field, FileField)]:
        errors.pop(name, None)  # a file does not come back; that it is missing is no fault yet
    for name, says in kept.faults:
        if says not in errors.get(name or NON_FIELD_ERRORS, []):
            form.add_error(name if name in form.fields else None, says)


def faults_of(form: Form) -> list[tuple[str, str]]:
    """The faults that stand in a form, as they are kept."""
    return [(name if name in form.fields else "", str(says)) for name, found in form.errors.items() for says in found]


def forget(request: HttpRequest) -> None:
    """The form of this address was taken: what it held before is kept no longer."""
    if (code := request.GET.get(AGAIN)) in (kept := request.session.get(KEPT, {})):
        request.session[KEPT] = {name: one for name, one in kept.items() if name != code}


def offer(request: HttpRequest, brought: Kept) -> HttpResponse | None:
    """A form that could not be taken, on its own page; None where it has none that shows it again."""
    if not _shows(urlsplit(brought.address).path):
        return None
    code = _keep(request, urlsplit(brought.address).path, brought.fields, ())
    if code is None:
        return None
    if brought.files:
        messages.warning(request, _("Files cannot be kept. Choose them again: {files}.").format(
            files=", ".join(brought.files)))  # fmt: skip
    return SeeOther(_with(code, brought.address))


def _shows(path: str) -> bool:
    try:
        return "shows_again" in vars(resolve(path).func)
    except Resolver404:
        return False


def _keep(request: HttpRequest, address: str, fields: Pairs, faults: Pairs) -> str | None:
    """The code under which it is kept. The same typed twice, as by a double click, has the same code."""
    form = {"address": address, "fields": list(fields), "faults": list(faults)}
    plain = json.dumps(form, ensure_ascii=False)
    code, now = salted_hmac("marga.site.again", plain, algorithm="sha256").hexdigest()[:16], timezone.now().timestamp()
    oldest = now - settings.SESSION_IDLE.total_seconds()
    others = [(name, one) for name, one in request.session.get(KEPT, {}).items() if one["at"] > oldest and name != code]
    kept = {**dict(others[1 - MOST :]), code: {"form": sealed(plain), "at": now}}
    if sum(len(one["form"]) for one in kept.values()) > MOST_LETTERS:
        kept = {code: kept[code]}
    if len(plain) > MOST_LETTERS:
        return None
    request.session[KEPT] = kept
    return code


def _with(code: str, address: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != AGAIN]
    return f"{parts.path}?{urlencode([*query, (AGAIN, code)])}"
