"""How figures and findings are printed in the authority's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from marga.country import Period, Text, write
from marga.figures.checking.starter import STARTER
from marga.site.writing import writer

register = template.Library()


@register.filter
def label(text: Text) -> str:
    """A name of the country's data in the reader's language."""
    return write(text, writer())


@register.filter
def thousands(value: int | Decimal) -> str:
    """A number as tables have it: 2,817."""
    return writer().number(Decimal(value))


@register.filter
def period(value: Period) -> str:
    return write(value, writer())


@register.filter
def day(value: date) -> str:
    return write(value, writer())


@register.filter
def as_day(moment: datetime) -> str:
    """The day of a moment in the country's time."""
    return write(timezone.localdate(moment), writer())


@register.simple_tag
def translate_text(text: str) -> str:
    """A text that a core marked for translation."""
    return gettext(text)


@register.simple_tag
def figure_link(ref: str, report_id: str = "") -> SafeString:
    """A figure's name as a link to its line: short on its own report's page."""
    report, _, figure = ref.partition("/")
    return format_html('<a href="{}#{}">{}</a>', reverse("report", args=[report]), figure,
                       figure if report == report_id else ref)  # fmt: skip


@register.simple_tag
def svg_title(svg: str) -> str:
    """The message of a chart, which is its title."""
    found = re.search(r"<title>(.*?)</title>", svg)
    return unescape(found.group(1)) if found else ""


@register.simple_tag
def row_findings(by_row: Mapping[str, Sequence[Any]] | None, number: int) -> Sequence[Any]:
    return (by_row or {}).get(str(number), ())


@register.simple_tag
def starter() -> str:
    """The example that `marga report new` starts with."""
    return STARTER


@register.filter
def tally(counts: Mapping[str, int]) -> str:
    """ "2 wrong, 1 doubtful": findings by severity, those that are none left out."""
    said = {
        "error": lambda n: ngettext("{n} wrong", "{n} wrong", n),
        "warning": lambda n: ngettext("{n} doubtful", "{n} doubtful", n),
        "note": lambda n: ngettext("{n} note", "{n} notes", n),
    }
    return ", ".join(said[name](count).format(n=count) for name, count in counts.items() if count)
