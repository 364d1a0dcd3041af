"""What is typed of people: a correction, a further person, that two records are of one person."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marga.country import load
from marga.enforcement.cases import contents as cases
from marga.enforcement.cases.words import FIELDS, of_one
from marga.enforcement.charges.forms import charge_choices, read_charge
from marga.identity.ages import Born, born_in, born_on
from marga.site.fields import Choices, labelled
from marga.site.forms import PlainForm

from .contents import Value

SPAN = re.compile(r"(\d{4})(?:\s*(?:-|–|to)\s*(\d{4}))")
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
BIRTH_HINT = gettext_lazy("Such as 1999-03-04, 1999-03, 1999, or 1995 to 2001.")
REASON: dict[str, Any] = {"max_length": 600, "widget": forms.Textarea(attrs={"rows": 3})}


class BirthField(forms.CharField):
    """A day, a month, a year, or two years between which somebody was born; gives a `Birth`, or None for nothing."""

    default_error_messages: ClassVar = {
        "birth": gettext_lazy("Write 1999-03-04, or 1999-03, or 1999, or 1995 to 2001."),
    }

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        try:
            return _read_birth(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["birth"], code="birth") from error


def _read_birth(text: str) -> cases.Birth:
    """Raises ValueError."""
    if found := SPAN.fullmatch(text):
        return cases.Birth(earliest=date(int(found[1]), 1, 1), latest=date(int(found[2]), 12, 31), known="about")
    if found := MONTH.fullmatch(text):
        return _birth(born_in(int(found[1]), int(found[2])), "month")
    if text.isdecimal() and len(text) == len("1999"):
        return _birth(born_in(int(text)), "year")
    return _birth(born_on(date.fromisoformat(text)), "day")


def _birth(born: Born, known: str) -> cases.Birth:
    return cases.Birth(earliest=born.earliest, latest=born.latest, known=known)


def birth_text(birth: cases.Birth | None) -> str:
    """A birth as `BirthField` reads it."""
    if birth is None:
        return ""
    if birth.known == "about":
        return f"{birth.earliest.year} to {birth.latest.year}"
    return birth.earliest.isoformat()[: {"year": 4, "month": 7}.get(birth.known, 10)]


def _dimension(name: str) -> Choices:
    return of_one(labelled(load(settings.MARGA_COUNTRY).dimensions[name].categories, _("not known")))


def _languages() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.custody.languages)


def _roles() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.roles)


def _particular(field: str) -> forms.Field:
    """The field in which a particular of a person is typed."""
    label: Any = FIELDS[field]
    if field in ("sex", "citizenship"):
        return forms.ChoiceField(label=label, choices=lambda: _dimension(field), required=False)
    if field == "address_province":
        return forms.ChoiceField(label=label, choices=lambda: _dimension("province"), required=False)
    if field == "languages":
        return forms.MultipleChoiceField(label=label, choices=_languages, required=False,
                                         widget=forms.CheckboxSelectMultiple)  # fmt: skip
    if field == "birth":
        return BirthField(label=label, required=False, help_text=BIRTH_HINT)
    if field == "moved_since":
        return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"},
                                                                                   format="%Y-%m-%d"))  # fmt: skip
    if field == "moved_for_work":
        return forms.TypedChoiceField(label=label, required=False, coerce=lambda said: said == "yes", empty_value=None,
                                      choices=[("", _("not known")), ("yes", _("yes")), ("no", _("no"))])  # fmt: skip
    return forms.CharField(label=label, max_length=60 if field == "nationality" else 120, required=False)


class CorrectForm(PlainForm):
    """One particular of a person, and why it was wrong."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"), **REASON,
        help_text=gettext_lazy("In a sentence: what is known now? How it was stays on the record too."),
    )  # fmt: skip

    def __init__(self, *args: Any, field: str, stands: cases.PersonToBook, **named: Any) -> None:
        super().__init__(*args, **named)
        value = getattr(stands, field)
        if field == "birth":
            value = birth_text(value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        self.fields["value"] = _particular(field)
        self.fields["value"].initial = value
        self.order_fields(["value", "reason"])

    def value(self) -> Value:
        """The particular as the service takes it."""
        value = self.cleaned_data["value"]
        if isinstance(value, list):
            return tuple(value)
        return value.isoformat() if isinstance(value, date) else value


class AddForm(PlainForm):
    """A further person in a case."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    role = forms.ChoiceField(label=gettext_lazy("Part in the case"), choices=_roles)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    alias = forms.CharField(label=gettext_lazy("Also called"), max_length=120, required=False)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=lambda: _dimension("sex"), required=False)
    birth = BirthField(label=gettext_lazy("Born"), required=False,
                       help_text=BIRTH_HINT)  # fmt: skip
    citizenship = forms.ChoiceField(
        label=gettext_lazy("Citizenship"), choices=lambda: _dimension("citizenship"), required=False
    )
    arrested = forms.DateTimeField(
        label=gettext_lazy("Arrested"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    arrived = forms.DateTimeField(
        label=gettext_lazy("Arrived at the unit"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("The clock of custody runs from here."),
    )  # fmt: skip
    charge = forms.ChoiceField(label=gettext_lazy("Charge"), choices=lambda: charge_choices()[0], required=False)
    amount = forms.ChoiceField(label=gettext_lazy("Quantity"), choices=lambda: charge_choices()[1], required=False)

    def person(self) -> cases.PersonToBook:
        """As the service takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("number", "charge", "amount")}
        charge = read_charge(self.cleaned_data["charge"], self.cleaned_data["amount"])
        return cases.PersonToBook(**said, charge=charge)


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
