"""What is filled in when a medical team is told in an emergency, and by whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.care.requests.forms import private
from marga.care.rules.emergencies import MEDICAL, RECORDED, WRITTEN
from marga.site.fields import NEEDED, choose, labelled, moment_field
from marga.site.forms import PlainForm

from .services import MOST_LETTERS, Telling, country

FIELD_WORDS = {
    "name": _("Name"), "born": _("Birth"), "sex": _("Sex"), "pregnant": _("Pregnancy"), "drug": _("Main drug"),
    "substances": _("What was taken: how much, how, and when"), "medication": _("Medication"),
    "allergies": _("Allergies"), "conditions": _("Illnesses and injuries that matter now"),
}  # fmt: skip
ROLE_WORDS = {"manager": _("manager"), "inspector": _("inspector"), "planner": _("ministry planner")}


def _words(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    """Some words that are sealed before they are kept."""
    return forms.CharField(label=label, max_length=MOST_LETTERS, widget=private(rows), error_messages=NEEDED, **more)


class EmergencyForm(PlainForm):
    """To whom, why without consent, and what: all that must be written down at once."""

    team = forms.ChoiceField(label=_("Which medical team"), widget=forms.RadioSelect, error_messages=NEEDED)
    team_name = _words(_("Name of the team, or of somebody in it"), 0)
    team_place = _words(_("Where they work, and their telephone"), 0)
    own = forms.BooleanField(label=_("They belong to this service"), required=False)
    told = moment_field(_("When they were told"))
    nature = _words(_("What the emergency is"))
    reason = forms.ChoiceField(label=_("Why the person’s consent cannot be got"), widget=forms.RadioSelect,
                               error_messages=NEEDED)  # fmt: skip
    why = _words(_("How that was tried or is known"), help_text=_("Somebody who said no has answered: then nothing may "
                                                                  "be told in this way."))  # fmt: skip
    fields_told = forms.MultipleChoiceField(
        label=_("Of the record"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(name, FIELD_WORDS[name]) for name in RECORDED], help_text=_("No more than the team needs to treat."),
    )  # fmt: skip
    substances = _words(FIELD_WORDS["substances"], required=False)
    medication = _words(FIELD_WORDS["medication"], required=False)
    allergies = _words(FIELD_WORDS["allergies"], required=False)
    conditions = _words(FIELD_WORDS["conditions"], required=False)

    #: The fields as the page groups them.
    PARTS = (
        (_("To whom"), ("team", "team_name", "team_place", "own", "told")),
        (_("Why without consent"), ("nature", "reason", "why")),
        (_("What is told"), ("fields_told", *WRITTEN)),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, team=labelled(country().teams), reason=labelled(country().reasons))

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Each heading with its fields."""
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]

    def telling(self) -> Telling:
        """What was typed, for the service."""
        said = dict(self.cleaned_data)
        words = {name: said.pop(name) for name in WRITTEN}
        return Telling(fields=tuple(said.pop("fields_told")), words=words, **said)


class AnswerForm(PlainForm):
    """What somebody does about an alert."""

    note = _words(_("What you do about it"))


class CloseForm(PlainForm):
    """What somebody found who looked at it."""

    words = _words(
        _("What you found: was it an emergency, was it no more than the team needed, was the person told"), 4
    )


def lines(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was told, each with its label, in a fixed order."""
    return [(str(FIELD_WORDS[name]), values[name]) for name in MEDICAL if name in values]
