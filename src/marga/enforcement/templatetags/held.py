"""What pages say of custody: alerts to whoever reads, times, and how a page of an interview was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import pairwise

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from marga.country import write
from marga.country.instants import duration
from marga.enforcement.custody import alerting, words
from marga.enforcement.custody.interviews import PageVersion
from marga.enforcement.custody.models import Alert
from marga.enforcement.rules.bands import EXACT
from marga.enforcement.stations import alerting as unit_alerting
from marga.enforcement.stations.models import UnitAlert
from marga.site.accounts.models import Account
from marga.site.writing import writer

register = template.Library()


@register.simple_tag(takes_context=True)
def alerts_to_me(context: Context) -> int:
    """How many alerts wait for whoever reads: one indexed query, none for who gets no alerts. `who` in the context: the
    officer who reads, of a view that asked for it already."""
    if who := context.get("who"):
        return alerting.unread_by(who).count()
    request = getattr(context, "request", None) or context.get("request")
    user = getattr(request, "user", None)
    return alerting.unread(user).count() if isinstance(user, Account) else 0


@register.filter
def moment(instant: datetime) -> str:
    """Day and time in the country."""
    return words.when(instant)


@register.simple_tag(takes_context=True)
def unit_alerts_to_me(context: Context) -> int:
    """The same of what units owe."""
    request = getattr(context, "request", None) or context.get("request")
    user = getattr(request, "user", None)
    return unit_alerting.unread(user).count() if isinstance(user, Account) else 0


@register.filter
def to_whom(alert: Alert | UnitAlert) -> str:
    """Whom an alert is to."""
    return words.to_whom(alert)


@register.filter
def span(time: timedelta) -> str:
    """So long, in words."""
    return write(duration(time), writer())


@register.filter
def grams(weight: Decimal) -> str:
    """A weight with no noughts behind it and never as a power of ten."""
    return f"{weight.normalize(EXACT):f}"


@register.filter
def how(name: str) -> str:
    """A signature, or what came of something, in words."""
    return str(words.HOW.get(name, name))


@register.filter
def pairs(versions: Sequence[PageVersion]) -> list[tuple[PageVersion, PageVersion]]:
    """Each change of a page: how it read before, and since."""
    return list(pairwise(versions))


@register.simple_tag
def changed(before: str, after: str, side: str) -> SafeString:
    """One side of a change, word by word: on the "before" side what is gone is struck through, on the "after" side what
    is new is marked."""
    tag = "del" if side == "before" else "ins"
    parts = list(_parts(before.split(" "), after.split(" "), side))
    return format_html_join(" ", "{}", ((format_html(f"<{tag}>{{}}</{tag}>", words_) if marked else words_,)
                                        for marked, words_ in parts))  # fmt: skip


def _parts(before: list[str], after: list[str], side: str) -> Iterator[tuple[bool, str]]:
    for kind, first, last, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        found = before[first:last] if side == "before" else after[start:stop]
        if found:
            yield kind != "equal", " ".join(found)
