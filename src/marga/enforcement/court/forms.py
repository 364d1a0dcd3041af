"""Forms of court files, warrants, tips, parts in supply and traces."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga.country import load
from marga.site.fields import NEEDED, Choices, labelled, line, moment_field
from marga.site.forms import PlainForm


def _parts() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.supply)


def _traces() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.traces)


def _evidence() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.evidence)


class SendForm(PlainForm):
    """The file goes to a court."""

    court = line(_("Court"), 120)
    sent = moment_field(_("Sent"), initial=timezone.localtime)


class ReturnForm(PlainForm):
    """The file came back."""

    returned = moment_field(_("Came back"), initial=timezone.localtime)
    why = line(_("Why, as the court says"), 300)


class ResultForm(PlainForm):
    """The court decided."""

    decided = moment_field(_("Decided"), initial=timezone.localtime)
    result = line(_("What the court decided"), 300)


class WarrantForm(PlainForm):
    """A warrant came in."""

    number = line(_("Number of the warrant"), 40)
    court = line(_("Court"), 120)
    about = line(_("What it is about"), 300)
    issued = moment_field(_("Issued"), initial=timezone.localtime)
    holder = line(_("Held by officer"), 20, help_text=_("The officer’s number."))


class HolderForm(PlainForm):
    """Another officer takes a warrant."""

    holder = line(_("Held by officer"), 20, help_text=_("The officer’s number."))


class ServedForm(PlainForm):
    """A warrant was served."""

    case = line(_("Case that came of it"), 40, help_text=_("Its number, as AB-12-01/2026/00017-4."))
    served = moment_field(_("Served"), initial=timezone.localtime)


class WhyForm(PlainForm):
    """A reason."""

    why = line(_("Why"), 300)


class TipForm(PlainForm):
    """A tip came in."""

    received = moment_field(_("Received"), initial=timezone.localtime)
    text = forms.CharField(label=_("What was said"), max_length=4000, widget=forms.Textarea, error_messages=NEEDED,
                           help_text=_("Not who said it: a tip needs no name."))  # fmt: skip


class AnswerForm(PlainForm):
    """What came of a tip."""

    case = forms.CharField(label=_("Case that came of it"), max_length=40, required=False)
    why = forms.CharField(label=_("Or why nothing was done"), max_length=300, required=False)


class SupplyForm(PlainForm):
    """A part in supply, and what it rests on."""

    role = forms.ChoiceField(label=_("Part in supply"), choices=_parts, error_messages=NEEDED)
    evidence = forms.MultipleChoiceField(
        label=_("Evidence"), choices=_evidence, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(label=_("What it is"), max_length=600, required=False, widget=forms.Textarea)


class TraceForm(PlainForm):
    """A trace that may link cases."""

    kind = forms.ChoiceField(label=_("What it is"), choices=_traces)
    shown = line(_("The number, address or name"), 120)
