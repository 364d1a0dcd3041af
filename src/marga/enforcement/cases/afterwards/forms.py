"""What is typed of what was found after the booking: the fields of the booking, and why it was not there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.country import Country
from marga.enforcement.cases.booking.forms import (
    ChargeForm,
    Choices,
    ExhibitForm,
    PersonForm,
    ThingsForm,
    lines_field,
    time_field,
)

WHEN = _("Hours and minutes of today, such as 14:05; for another day 2026-11-24 14:05.")


def _reason() -> forms.CharField:
    return lines_field(_("Why it was not there when the case was booked"), 3,
                       _("In a sentence: where does it come from? It stays on the record."))  # fmt: skip


class FoundForm(ExhibitForm):
    """An exhibit that was found later."""

    reason = _reason()
    photograph = forms.FileField(label=_("Photograph (JPEG, PNG or WebP, at most 1.5 MB)"), required=False)

    def __init__(self, fields: Mapping[str, Any], country: Country, people: Choices) -> None:
        super().__init__(fields, country, people)
        self.fields["seized"].help_text = WHEN


class TakenForm(ThingsForm):
    """Things that were taken later. `first`: the number that the page was of."""

    taken = time_field(_("When it was taken"), WHEN)
    reason = _reason()
    first = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AddedForm(PersonForm):
    """A further person, with the charge. `number`: the one that the page was of."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, fields: Mapping[str, Any], country: Country, others: Choices) -> None:
        super().__init__(fields, country, others)
        self.fields["arrested"].help_text = WHEN
        self.fields["arrived"].help_text = _("The clock of custody runs from here.")
        charge = ChargeForm(fields, country)
        self.fields.update({name: charge.fields[name] for name in ("offence", "band")})
