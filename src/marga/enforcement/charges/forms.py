"""What is typed to ask for another charge, and to answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marga.country import write
from marga.enforcement.cases import contents
from marga.site.fields import Choices
from marga.site.forms import PlainForm
from marga.site.writing import writer

from .wording import law

DROP = "-"  # no offence is called so


def _offences() -> Choices:
    known = [(name, write(one.label, writer())) for name, one in law().offences.items()]
    return [("", _("Choose")), *known, (DROP, _("Drop this charge"))]


def _amounts() -> Choices:
    found = [("", _("no quantity decides"))]
    for name, quantity in law().quantities.items():
        drugs = write(quantity.label, writer())
        found += [(f"{name}/{band.name}", f"{drugs}: {write(band.label, writer())}") for band in quantity.bands]
    return found


def _further() -> Choices:
    return [("", _("Choose")), *((name, write(one.label, writer())) for name, one in law().offences.items())]


def read_charge(offence: str, amount: str) -> contents.Charged | None:
    """A charge from what was chosen in the two lists; None without an offence."""
    quantity, _stroke, band = amount.partition("/")
    return contents.Charged(offence=offence, quantity=quantity, band=band) if offence else None


class ChangeForm(PlainForm):
    """Another version of a charge, and why."""

    offence = forms.ChoiceField(label=gettext_lazy("The charge should be"), choices=_offences)
    amount = forms.ChoiceField(label=gettext_lazy("Quantity"), choices=_amounts, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In a sentence: what is known now? It stays on the record."),
    )  # fmt: skip
    decision = forms.CharField(
        label=gettext_lazy("Number of the prosecutor’s decision"), max_length=80, required=False,
        help_text=gettext_lazy("Only where a prosecutor must decide, as when a charge is dropped."),
    )  # fmt: skip

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.cleaned_data
        charge = None if said["offence"] == DROP else read_charge(said["offence"], said["amount"])
        return {"charge": charge, "reason": said["reason"], "decision": said["decision"]}


class FurtherForm(ChangeForm):
    """A further charge beside those that stand, and why."""

    offence = forms.ChoiceField(label=gettext_lazy("The further charge"), choices=_further)
    reason = forms.CharField(
        label=gettext_lazy("Why there is a further charge"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In a sentence: what is known now, and was not when the case was booked?"),
    )  # fmt: skip
    decision = forms.CharField(
        label=gettext_lazy("Number of the prosecutor’s decision"), max_length=80, required=False,
        help_text=gettext_lazy("Only where a prosecutor has decided it already."),
    )  # fmt: skip


class DeclineForm(PlainForm):
    """Why the second officer does not agree."""

    reason = forms.CharField(
        label=gettext_lazy("Why you do not agree"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
