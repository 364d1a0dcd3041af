"""Forms for looking after units, officers, instruments and pads."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga.country import load
from marga.site.fields import NEEDED, Choices, labelled, line, moment_field
from marga.site.forms import PlainForm


def _provinces() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).dimensions["province"].categories)


def _ranks() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.ranks)


class UnitForm(PlainForm):
    """A unit."""

    code = line(_("Code"), 20, help_text=_("It begins the number of every case: AB-12-01."))
    name = line(_("Name in English"), 120)
    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120, required=False)
    province = forms.ChoiceField(label=_("Province"), choices=_provinces, error_messages=NEEDED)


class OfficerForm(PlainForm):
    """An officer, as posted from now on."""

    number = line(_("Number"), 20)
    name = line(_("Name"), 120)
    rank = forms.ChoiceField(label=_("Rank"), choices=_ranks, error_messages=NEEDED)
    account = forms.CharField(label=_("User name of the account"), max_length=40, required=False,
                              help_text=_("Nobody shares an account. Left empty: no account yet."))  # fmt: skip
    serving = forms.BooleanField(label=_("Serves at this unit"), required=False, initial=True)


class InstrumentForm(PlainForm):
    """A scale, and its last certificate."""

    number = line(_("Number"), 40)
    label = line(_("What it is"), 120)
    calibrated = forms.DateField(
        label=_("Day of the last certificate"), initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=NEEDED,
    )  # fmt: skip
    in_use = forms.BooleanField(label=_("In use"), required=False, initial=True)


class PadForm(PlainForm):
    """A pad of paper receipts is handed to a unit."""

    number = line(_("Number of the pad"), 20)
    first = forms.IntegerField(label=_("First slip"), min_value=1, error_messages=NEEDED)
    last = forms.IntegerField(label=_("Last slip"), min_value=1, error_messages=NEEDED)
    issued = moment_field(_("Issued"), initial=timezone.localtime)


class VoidForm(PlainForm):
    """A slip that nobody will type in."""

    serial = forms.IntegerField(label=_("Number of the slip"), min_value=1, error_messages=NEEDED)
    reason = line(_("Why, and where it is now"), 300)


class UnusedForm(PlainForm):
    """A number without a case."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999, error_messages=NEEDED)
    serial = forms.IntegerField(label=_("Running number"), min_value=1, error_messages=NEEDED)
    reason = line(_("Why no case has it"), 300)
