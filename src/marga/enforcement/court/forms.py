"""Forms of court files, warrants, tips, parts in supply and traces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga.country import load, write
from marga.country.enforcement import Register
from marga.site.forms import PlainForm
from marga.site.writing import writer

from .services import TRACES

NEEDED = {"required": _("Write this; it cannot be left out.")}
TRACE_LABELS = {
    "phone": _("telephone"), "address": _("address"), "supplier": _("supplier"),
    "seal_source": _("source of a seal or stamp"),
}  # fmt: skip


def moment(label: Any) -> forms.DateTimeField:
    """A time of the country's, now unless said otherwise."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    wrong = {**NEEDED, "invalid": _("Write the day and the time so: 2026-11-24 14:05.")}
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, widget=widget, initial=timezone.localtime, input_formats=formats,
                               error_messages=wrong)  # fmt: skip


def line(label: Any, longest: int = 300, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=longest, error_messages=NEEDED, help_text=help_text)


def register() -> Register:
    """The words of the country's register."""
    return load(settings.MARGA_COUNTRY).enforcement.register


class SendForm(PlainForm):
    """The file goes to a court."""

    court = line(_("Court"), 120)
    sent = moment(_("Sent"))


class ReturnForm(PlainForm):
    """The file came back."""

    returned = moment(_("Came back"))
    why = line(_("Why, as the court says"))


class ResultForm(PlainForm):
    """The court decided."""

    decided = moment(_("Decided"))
    result = line(_("What the court decided"))


class WarrantForm(PlainForm):
    """A warrant came in."""

    number = line(_("Number of the warrant"), 40)
    court = line(_("Court"), 120)
    about = line(_("What it is about"))
    issued = moment(_("Issued"))
    holder = line(_("Held by officer"), 20, _("The officer’s number."))


class HolderForm(PlainForm):
    """Another officer takes a warrant."""

    holder = line(_("Held by officer"), 20, _("The officer’s number."))


class ServedForm(PlainForm):
    """A warrant was served."""

    case = line(_("Case that came of it"), 40, _("Its number, as AB-12-01/2026/00017-4."))
    served = moment(_("Served"))


class WhyForm(PlainForm):
    """A reason."""

    why = line(_("Why"))


class TipForm(PlainForm):
    """A tip came in."""

    received = moment(_("Received"))
    text = forms.CharField(label=_("What was said"), max_length=4000, widget=forms.Textarea, error_messages=NEEDED,
                           help_text=_("Not who said it: a tip needs no name."))  # fmt: skip


class AnswerForm(PlainForm):
    """What came of a tip."""

    case = forms.CharField(label=_("Case that came of it"), max_length=40, required=False)
    why = forms.CharField(label=_("Or why nothing was done"), max_length=300, required=False)


class SupplyForm(PlainForm):
    """A part in supply, and what it rests on."""

    role = forms.ChoiceField(label=_("Part in supply"), error_messages=NEEDED)
    evidence = forms.MultipleChoiceField(label=_("Evidence"), widget=forms.CheckboxSelectMultiple, required=False)
    reason = forms.CharField(label=_("What it is"), max_length=600, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        words, known = writer(), register()
        self.fields["role"].choices = [(one.name, write(one.label, words)) for one in known.supply.values()]  # type: ignore[attr-defined]
        self.fields["evidence"].choices = [(one.name, write(one.label, words)) for one in known.evidence.values()]  # type: ignore[attr-defined]


class TraceForm(PlainForm):
    """A trace that may link cases."""

    kind = forms.ChoiceField(label=_("What it is"), choices=[(name, TRACE_LABELS[name]) for name in TRACES])
    shown = line(_("The number, address or name"), 120)
