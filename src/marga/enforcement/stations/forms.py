"""Forms for looking after units, officers, instruments and pads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga.country import load
from marga.site.fields import NEEDED, Choices, labelled, line, moment_field
from marga.site.forms import PlainForm

from .contents import CODE, LAST_SERIAL


def _provinces() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).dimensions["province"].categories)


def _ranks() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.ranks)


def serial_field(label: Any) -> forms.IntegerField:
    """A number that was printed or given out, from 1 on."""
    wrong = _("Write a whole number from 1 to 2000000000.")
    return forms.IntegerField(
        label=label, min_value=1, max_value=LAST_SERIAL,
        error_messages={**NEEDED, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )  # fmt: skip


class UnitForm(PlainForm):
    """A unit."""

    code = forms.RegexField(
        CODE, label=_("Code"), max_length=20, help_text=_("It begins the number of every case: AB-12-01."),
        error_messages={**NEEDED, "invalid": _("Write capital letters A to Z and figures, with hyphens between, such "
                                               "as AB-12-01.")},
    )  # fmt: skip
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
    first = serial_field(_("First slip"))
    last = serial_field(_("Last slip"))
    issued = moment_field(_("Issued"), initial=timezone.localtime)


class VoidForm(PlainForm):
    """A slip that nobody will type in."""

    serial = serial_field(_("Number of the slip"))
    reason = line(_("Why, and where it is now"), 300)


class UnusedForm(PlainForm):
    """A number without a case."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999, error_messages=NEEDED)
    serial = serial_field(_("Running number"))
    reason = line(_("Why no case has it"), 300)
