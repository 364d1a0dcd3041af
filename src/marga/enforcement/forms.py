"""What forms of this side share: the faults that a service found stand beside the fields they are in."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from marga.country import write
from marga.country.sentences import Text
from marga.site.writing import writer

from .faults import Faulty

Choices = list[tuple[str, str]]


def place_faults(form: forms.Form, faulty: Faulty, fields: Mapping[str, str] | None = None) -> None:
    """Put each fault beside its field; `fields` names the form's field for a field of the service. What has none stands
    over the form."""
    for fault in faulty.faults:
        name = (fields or {}).get(fault.field, fault.field)
        form.add_error(name if name in form.fields else None, write(fault.says, writer()))


def labelled(known: Mapping[str, object], none: str = "") -> Choices:
    """The words of a list of the country's, with their labels; `none`: how no choice reads."""
    said = [(name, write(_label(one), writer())) for name, one in known.items()]
    return [("", none), *said] if none else said


def _label(one: object) -> Text:
    found = getattr(one, "label", one)
    assert isinstance(found, Text)
    return found
