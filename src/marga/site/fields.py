"""What forms of every side share: the faults that a service found stand beside the fields they are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.country import write
from marga.country.sentences import Text
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, Refused
from marga.site.writing import writer

Choices = list[tuple[str, str]]
NEEDED = {"required": _("Write this; it cannot be left out.")}
#: The same of what is chosen and not written.
CHOSEN = {"required": _("Choose one; it cannot be left out.")}
MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and time in the country, picked or typed."""
    wrong = _("Write day and time as year-month-day hour:minute, such as 2026-11-24 14:05.")
    return forms.DateTimeField(
        label=label, input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={**NEEDED, "invalid": wrong}, **more,
    )  # fmt: skip


def line(label: Any, length: int = 120, **more: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=length, error_messages=NEEDED, **more)


def place_faults(form: forms.Form, faulty: Faulty, fields: Mapping[str, str] | None = None) -> None:
    """Put each fault beside its field; `fields` names the form's field for a field of the service. What has none stands
    over the form."""
    for fault in faulty.faults:
        name = (fields or {}).get(fault.field, fault.field)
        form.add_error(name if name in form.fields else None, write(fault.says, writer()))


def place_refusal(form: forms.Form, refused: Refused, fields: Mapping[str, str] | None = None) -> None:
    """Any refusal but that somebody may not: faults beside their fields, another sentence over the form."""
    if isinstance(refused, Faulty):
        place_faults(form, refused, fields)
    elif isinstance(refused, NotAllowed):
        raise refused
    else:
        form.add_error(None, str(refused))


def choose(form: forms.Form, **named: Choices) -> None:
    """Give each of these fields of the form its choices, known only now."""
    for name, choices in named.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def labelled(known: Mapping[str, object], none: str = "") -> Choices:
    """The words of a list of the country's, with their labels; `none`: how no choice reads."""
    said = [(name, write(_label(one), writer())) for name, one in known.items()]
    return [("", none), *said] if none else said


def _label(one: object) -> Text:
    found = getattr(one, "label", one)
    assert isinstance(found, Text)
    return found
