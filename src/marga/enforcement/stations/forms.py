"""Forms for looking after units, officers, instruments and pads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marga.country import load, write
from marga.enforcement.court.forms import NEEDED, line, moment
from marga.site.forms import PlainForm
from marga.site.writing import writer


class UnitForm(PlainForm):
    """A unit."""

    code = line(_("Code"), 20, _("It begins the number of every case: AB-12-01."))
    name = line(_("Name in English"), 120)
    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120, required=False)
    province = forms.ChoiceField(label=_("Province"), error_messages=NEEDED)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        known = load(settings.MARGA_COUNTRY).dimensions["province"].categories
        self.fields["province"].choices = [(name, write(one.label, writer())) for name, one in known.items()]  # type: ignore[attr-defined]


class OfficerForm(PlainForm):
    """An officer, as posted from now on."""

    number = line(_("Number"), 20)
    name = line(_("Name"), 120)
    rank = forms.ChoiceField(label=_("Rank"), error_messages=NEEDED)
    account = forms.CharField(label=_("User name of the account"), max_length=40, required=False,
                              help_text=_("Nobody shares an account. Left empty: no account yet."))  # fmt: skip
    serving = forms.BooleanField(label=_("Serves at this unit"), required=False, initial=True)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        ranks = load(settings.MARGA_COUNTRY).enforcement.register.ranks
        self.fields["rank"].choices = [(one.name, write(one.label, writer())) for one in ranks.values()]  # type: ignore[attr-defined]


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
    issued = moment(_("Issued"))


class VoidForm(PlainForm):
    """A slip that nobody will type in."""

    serial = forms.IntegerField(label=_("Number of the slip"), min_value=1, error_messages=NEEDED)
    reason = line(_("Why, and where it is now"))


class UnusedForm(PlainForm):
    """A number without a case."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=9999, error_messages=NEEDED)
    serial = forms.IntegerField(label=_("Running number"), min_value=1, error_messages=NEEDED)
    reason = line(_("Why no case has it"))
