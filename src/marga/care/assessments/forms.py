"""A page of the assessment: at most five items, those that are still to be asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from marga.care.rules import tdi
from marga.site.fields import CHOSEN
from marga.site.forms import PlainForm

from .queries import drug_choices
from .services import Said

#: More answers than this are a list to open instead of buttons to see.
MOST_BUTTONS = 8


class PageForm(PlainForm):
    """The items of one page, made from the lists of the indicator."""

    def __init__(self, *args: Any, page: str, said: Said, already: tdi.Answers, **named: Any) -> None:
        super().__init__(*args, **named)
        for item in tdi.asked(said.answers, already):
            if item.page == page:
                self.fields[item.name] = _field(item)

    def answers(self) -> tuple[dict[str, str], str]:
        """The answers by item, and the country's word for the main drug if one was chosen."""
        said = {name: value or tdi.UNKNOWN for name, value in self.cleaned_data.items()}
        if "drug" not in said:
            return said, ""
        said["drug"], _slash, word = said["drug"].partition("/")
        return said, word

    @staticmethod
    def begin(said: Said) -> dict[str, str]:
        """What was answered before, as the fields have it."""
        found = {name: value for name, value in said.answers.items() if tdi.ITEMS[name].codes or value != tdi.UNKNOWN}
        return {**found, "drug": f"{found['drug']}/{said.drug_as}"} if said.drug_as and "drug" in found else found


def _field(item: tdi.Item) -> forms.Field:
    if not item.codes:
        return forms.RegexField(
            r"^[0-9]{1,2}$", label=_(item.question), required=False,
            help_text=_("In years; leave it empty if it is not known."),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"invalid": _("Write the age in years, such as 17, or leave it empty.")},
        )  # fmt: skip
    choices = drug_choices() if item.name == "drug" else [(code, _(label)) for code, label in item.codes.items()]
    if len(choices) > MOST_BUTTONS:
        return forms.ChoiceField(label=_(item.question), choices=[("", "–"), *choices], error_messages=CHOSEN)
    return forms.ChoiceField(label=_(item.question), choices=choices, widget=forms.RadioSelect, error_messages=CHOSEN)
