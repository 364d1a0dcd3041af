"""What a planner writes down of a centre and a ward, a manager of staff, a clerk of where somebody works."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marga.country import load
from marga.site.fields import CHOSEN, NEEDED, choose, labelled, line
from marga.site.forms import PlainForm

from . import contents
from .models import Centre

CODE = r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*"


def whole(label: Any, **more: Any) -> forms.IntegerField:
    """A number of people."""
    wrong = {**NEEDED, "invalid": _("Write a whole number of people, such as 120.")}
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, error_messages=wrong, **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, picked or typed."""
    wrong = _("Write the day as year-month-day, such as 2026-11-24.")
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], error_messages={**NEEDED, "invalid": wrong},
                           widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)  # fmt: skip


class CentreForm(PlainForm):
    """A centre. Empty: no such limit."""

    code = line(_("Code"), 40, help_text=_("Letters, digits and hyphens; it stays for good."))
    name = line(_("Name"))
    name_km = line(_("Name in Khmer"), required=False)
    province = forms.ChoiceField(label=_("Province"), error_messages=CHOSEN)
    modality = forms.ChoiceField(label=_("Kind of care"), error_messages=CHOSEN)
    address = line(_("Address"), 200, required=False)
    phone = line(_("Telephone"), 40, required=False)
    latitude = forms.FloatField(label=_("Latitude in degrees"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude in degrees"), required=False, min_value=-180, max_value=180)
    languages = forms.MultipleChoiceField(label=_("Languages spoken there"), required=False,
                                          widget=forms.CheckboxSelectMultiple)  # fmt: skip
    offers = forms.MultipleChoiceField(label=_("What it has"), required=False, widget=forms.CheckboxSelectMultiple)
    official = whole(_("Official capacity"), help_text=_("As the ministry counts places."))
    operational = whole(_("Operational capacity"), help_text=_("Places that are staffed and usable."))
    emergency = whole(_("Emergency capacity"), help_text=_("The most that can be made for a short time."))
    licence = whole(_("People it is licensed for"), required=False)
    staff = whole(_("Staff on duty"), required=False)
    ratio = forms.DecimalField(label=_("People each of the staff can look after"), required=False,
                               min_value=Decimal("0.01"), max_digits=6, decimal_places=2)  # fmt: skip
    temporary = forms.BooleanField(label=_("It is temporary"), required=False)
    opened = day_field(_("Open since"))
    closes = day_field(_("To close on"), required=False)
    replaced_by = forms.ChoiceField(label=_("Replaced by"), required=False)

    def __init__(self, *args: Any, fixed: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        country = load(settings.MARGA_COUNTRY)
        choose(
            self,
            province=labelled(country.dimensions["province"].categories),
            modality=labelled(country.dimensions["modality"].categories),
            languages=labelled(country.care.languages),
            offers=labelled(country.care.needs),
            replaced_by=[("", "–"), *((one.code, str(one)) for one in Centre.objects.filter(closed=None))],
        )
        if fixed:
            self.fields["code"].widget = forms.HiddenInput()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(CODE, code):
            raise forms.ValidationError(
                _("Write letters and digits, with single hyphens between them, such as North-2.")
            )
        return code

    def content(self) -> contents.CentreSet:
        said = dict(self.cleaned_data)
        said["languages"], said["offers"] = tuple(said["languages"]), tuple(said["offers"])
        return contents.CentreSet(**{**said, "replaced_by": said["replaced_by"] or None})


class StaffForm(PlainForm):
    """How many are on duty."""

    staff = whole(_("Staff on duty"), help_text=_("Who is there for people now. It decides how many are safe."))


class WardForm(PlainForm):
    """A ward. Area and beds stay empty where nobody stays overnight."""

    name = line(_("Name"))
    name_km = line(_("Name in Khmer"), required=False)
    sexes = forms.MultipleChoiceField(label=_("It takes"), widget=forms.CheckboxSelectMultiple, error_messages=CHOSEN)
    age_from = forms.IntegerField(label=_("From so many years of age"), min_value=0, max_value=120, initial=18,
                                  error_messages=NEEDED)  # fmt: skip
    age_to = forms.IntegerField(label=_("to so many years, both included"), min_value=0, max_value=120, required=False)
    area = forms.DecimalField(label=_("Floor area in square metres"), required=False, min_value=0, max_digits=8,
                              decimal_places=2)  # fmt: skip
    beds = whole(_("Beds"), required=False)
    open = forms.BooleanField(label=_("It takes people"), required=False, initial=True)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        sexes = load(settings.MARGA_COUNTRY).dimensions["sex"].categories
        choose(self, sexes=labelled(sexes))

    def content(self, centre: str, key: str = "") -> contents.WardSet:
        """The ward as typed; a new one has no key yet."""
        said = {**self.cleaned_data, "sexes": tuple(self.cleaned_data["sexes"])}
        return contents.WardSet(key=key or f"{centre}.0", centre=centre, **said)


class CloseForm(PlainForm):
    """The last day."""

    day = day_field(_("Closed since"))


class WorkerForm(PlainForm):
    """Where an account works."""

    account = line(_("Name of the account"), 40)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    working = forms.BooleanField(label=_("Works there now"), required=False, initial=True)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        centres = [(one.code, str(one)) for one in Centre.objects.filter(closed=None).order_by("code")]
        choose(self, centre=[("", str(_("At the ministry"))), *centres])

    def content(self) -> contents.WorkerSet:
        return contents.WorkerSet(**{**self.cleaned_data, "centre": self.cleaned_data["centre"] or None})
