"""What is typed of people: a correction, that two records are of one person, whose record is erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from marga.country import load
from marga.enforcement.cases.booking.forms import PersonForm, StepForm, lines_field
from marga.site.fields import Choices
from marga.site.forms import PlainForm

REASON: dict[str, Any] = {"max_length": 600, "widget": forms.Textarea(attrs={"rows": 3})}


class CorrectForm(StepForm):
    """One particular of a person, in the field that the booking has for it, and why it was wrong."""

    reason = lines_field(
        gettext_lazy("Why it is corrected"), 3,
        gettext_lazy("In a sentence: what is known now? How it was stays on the record too."),
    )  # fmt: skip

    def __init__(self, fields: Mapping[str, Any], field: str, others: Choices) -> None:
        super().__init__(fields)
        self.fields["value"] = PersonForm({}, load(settings.MARGA_COUNTRY), others).fields[field]
        self.order_fields(["value", "reason"])


class ReasonForm(PlainForm):
    """Why two records are of one person, or of two."""

    reason = forms.CharField(label=gettext_lazy("Why"), **REASON)


class EraseForm(PlainForm):
    """Whose record is to be erased, and what says so."""

    party = forms.CharField(
        label=gettext_lazy("Case number and part"), max_length=60,
        help_text=gettext_lazy("Such as AB-12-03/2026/00017-4.2 for its second person."),
    )  # fmt: skip
    ground = forms.CharField(label=gettext_lazy("Ground of law"), **REASON)
    reference = forms.CharField(label=gettext_lazy("Number of the decision or document"), max_length=120)


class ReadsForm(PlainForm):
    """Whose reads, and of which case."""

    officer = forms.CharField(label=gettext_lazy("Officer’s number"), max_length=20, required=False)
    case = forms.CharField(label=gettext_lazy("Case number"), max_length=40, required=False)
