"""What is typed to look for a case, and when something is given back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marga.country import load
from marga.enforcement.acts.services import Acting
from marga.enforcement.stations.models import Unit
from marga.site.fields import Choices, labelled, moment_field
from marga.site.forms import PlainForm
from marga.site.roles import may

from .searching import Wanted
from .services import zone

DAY = {"invalid": gettext_lazy("Write the day as year-month-day: 2026-12-15.")}
YEAR = {
    "invalid": gettext_lazy("Write the year with four digits, such as 1999."),
    "min_value": gettext_lazy("Write the year with four digits, such as 1999."),
    "max_value": gettext_lazy("Write the year with four digits, such as 1999."),
}


def _units() -> Choices:
    return [("", _("any")), *((unit.code, str(unit)) for unit in Unit.objects.order_by("code"))]


def _offences() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).dimensions["offence"].categories, _("any"))


def _operations() -> Choices:
    return labelled(load(settings.MARGA_COUNTRY).enforcement.register.operations, _("any"))


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SearchForm(PlainForm):
    """One box for a number, a seal or a name; the rest narrows it."""

    text = forms.CharField(
        label=gettext_lazy("Case number, seal or name"), max_length=120, required=False,
        help_text=gettext_lazy("A name may be misspelt, in Khmer or Latin letters, or only begun."),
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), min_value=1900, max_value=2100, required=False, error_messages=YEAR
    )
    unit = forms.ChoiceField(label=gettext_lazy("Police unit"), choices=_units, required=False)
    first = forms.DateField(label=gettext_lazy("First day"), required=False, widget=_day(), error_messages=DAY)
    last = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=_day(), error_messages=DAY)
    offence = forms.ChoiceField(label=gettext_lazy("Counts as"), choices=_offences, required=False)
    operation = forms.ChoiceField(label=gettext_lazy("Operation"), choices=_operations, required=False)
    not_sent = forms.BooleanField(label=gettext_lazy("Not sent to court yet"), required=False)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the box is filled."""
        return any(self.data.get(name) for name in self.fields if name != "text")

    @classmethod
    def of(cls, who: Acting, data: QueryDict) -> SearchForm:
        """The form as somebody may use it: among units chooses who reads more than their own's cases."""
        form = cls(data)
        if not may(who, "enforcement.inspect"):
            del form.fields["unit"]
        return form

    def wanted(self) -> Wanted:
        """As the search takes it; days are the country's, the last one included."""
        said = {**self.cleaned_data}
        said["first"] = _begins(said["first"]) if said["first"] else None
        said["last"] = _begins(said["last"] + timedelta(days=1)) if said["last"] else None
        return Wanted(**said)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), zone())


class GiveBackForm(PlainForm):
    """When something was given back."""

    returned = moment_field(gettext_lazy("When"), initial=timezone.localtime)
