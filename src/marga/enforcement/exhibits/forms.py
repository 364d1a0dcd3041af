"""Forms of this part: each field is told what to write where it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.country import write
from marga.enforcement.rules.bands import UNITS, read_weight
from marga.enforcement.rules.errors import RuleError
from marga.site.fields import choose
from marga.site.forms import PlainForm
from marga.site.writing import writer

BIG = {"inputmode": "decimal", "autocomplete": "off", "class": "reading"}


class ScaleForm(PlainForm):
    """What a scale shows, in its unit."""

    net = forms.CharField(label=_("Net weight, without the bag"), max_length=40, widget=forms.TextInput(attrs=BIG))
    unit = forms.ChoiceField(label=_("Unit of the scale"), choices=[(one, one) for one in UNITS], initial="g")
    instrument = forms.ChoiceField(label=_("Instrument"))
    weighed: tuple[str, ...] = ("net",)

    def __init__(self, *args: Any, instruments: Sequence[str], **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, instrument=[("", "…"), *((one, one) for one in instruments)])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in self.weighed:
            if name in found:
                try:
                    found[name] = read_weight(found[name], found.get("unit", "g"))
                except RuleError as error:
                    self.add_error(name, write(error.says, writer()))
        return found


class WeighForm(ScaleForm):
    """A weight of the double weighing. `round`: the one that the page was of."""

    before = _("A weight that is sealed cannot be changed. Read the scale once more before you seal it.")

    gross = forms.CharField(label=_("Gross weight, with the bag"), max_length=40, widget=forms.TextInput(attrs=BIG))
    round = forms.IntegerField(widget=forms.HiddenInput)
    weighed = ("gross", "net")
    field_order = ("gross", "net", "unit", "instrument", "round")


class LaboratoryForm(ScaleForm):
    """The laboratory's weight and purity."""

    gross = forms.CharField(label=_("Gross weight, with the bag"), max_length=40, widget=forms.TextInput(attrs=BIG))
    purity = forms.DecimalField(label=_("Purity in percent"), min_value=Decimal(0), max_value=Decimal(100),
                                decimal_places=2, max_digits=5, required=False)  # fmt: skip
    weighed = ("gross", "net")
    field_order = ("gross", "net", "unit", "instrument", "purity")


class LaterForm(ScaleForm):
    """A sample, or what is there now."""

    what = forms.ChoiceField(label=_("What was weighed"), choices=[("held", _("all that is there")), ("sampled", _("a sample that is taken out"))])  # noqa: E501  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = ("what", "net", "unit", "instrument", "note")


class DestroyForm(ScaleForm):
    """What is destroyed, and before whom."""

    before = _("Weigh all that is left. It is destroyed when each witness signed, and that cannot be taken back.")

    witnesses = forms.CharField(
        label=_("Numbers of the officers who witness it"), max_length=120,
        help_text=_("Two or more, with a space between them. Each signs with their own account."),
    )  # fmt: skip
    note = forms.CharField(label=_("How and where"), max_length=300, required=False)


class GiveForm(PlainForm):
    """Who takes it."""

    before = _("You hold it until the other officer signs.")

    taker = forms.CharField(label=_("Number of the officer who takes it"), max_length=20)
    purpose = forms.CharField(label=_("What for"), max_length=200, required=False)


class ReasonForm(PlainForm):
    """Why a weighing is cancelled or done again. The first one needs no reason: `first`."""

    reason = forms.CharField(label=_("Reason"), max_length=300,
                             error_messages={"required": _("Write why. It stays on the record.")})  # fmt: skip
    round = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, first: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        if first:
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()


class FoundForm(PlainForm):
    """What a supervisor found."""

    found = forms.CharField(label=_("What you looked at and what you found"), max_length=600,
                            widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


class PhotographForm(PlainForm):
    """A picture."""

    photograph = forms.FileField(label=_("Photograph (JPEG, PNG or WebP, at most 1.5 MB)"))
