"""What a worker writes down of a client, and by what they look for one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marga.care.centres.forms import day_field
from marga.care.queries import sex_of_one
from marga.care.requests.forms import FLAG_WORDS, private, provinces
from marga.country import load
from marga.identity.ages import Born, born_on, estimated
from marga.site.fields import choose, labelled
from marga.site.forms import PlainForm

from .services import MOST_LETTERS, SEALED, Person

#: An age that is known only about may be off by so many years.
GIVE_OR_TAKE = 2


def sealed(label: Any, rows: int = 0, **more: Any) -> forms.CharField:
    """Some words that are sealed before they are kept."""
    return forms.CharField(label=label, required=False, max_length=MOST_LETTERS, widget=private(rows), **more)


class PersonForm(PlainForm):
    """A client. Nothing but the province must be given: somebody may stay without a name."""

    name = sealed(_("Called"), help_text=_("As the person likes to be called."))
    other_names = sealed(_("Other names"), help_text=_("Spellings and names used before: they find a record again."))
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    born = day_field(_("Day of birth"), required=False)
    age = forms.IntegerField(label=_("or about how old, in years"), required=False, min_value=0, max_value=120)
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)
    province = forms.ChoiceField(label=_("Province where they live"), error_messages={
        "required": _("Choose a province.")})  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple)
    flags = forms.MultipleChoiceField(label=_("Known of them"), required=False, choices=list(FLAG_WORDS.items()),
                                      widget=forms.CheckboxSelectMultiple)  # fmt: skip
    guardian = sealed(_("Guardian"), help_text=_("Of a minor: who, and how they are reached."))
    contact = sealed(_("How they may be reached"), 2)
    rule = sealed(_("What must never be done"), 2, help_text=_("Such as: never call this number."))
    moved_for_work = forms.NullBooleanField(label=_("Left home to look for work in the last 5 years"), required=False,
                                            widget=forms.Select(choices=[("", "–"), ("true", _("yes")),
                                                                         ("false", _("no"))]))  # fmt: skip
    moved_from = sealed(_("From where"))
    moved_since = day_field(_("Since"), required=False)
    waits_at_home = sealed(_("Who waits at home"))

    def __init__(self, *args: Any, today: date, known: Born | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.today, self.known = today, known
        country = load(settings.MARGA_COUNTRY)
        choose(
            self,
            sex=[("", str(_("not known"))), *((sex, sex_of_one(sex)) for sex in country.dimensions["sex"].categories)],
            citizenship=labelled(country.dimensions["citizenship"].categories, str(_("not known"))),
            province=provinces(),
            languages=labelled(country.care.languages),
        )

    def person(self) -> Person:
        """Who was typed. A day of birth goes before an age."""
        said = {name: value for name, value in self.cleaned_data.items() if name in PersonForm.base_fields}
        born, age = said.pop("born"), said.pop("age")
        birth = born_on(born) if born else None if age is None else estimated(age, GIVE_OR_TAKE, self.today)
        if not born and self.known and not self.known.exact and not {"born", "age"} & {*self.changed_data}:
            birth = self.known  # what was known about stays as it was: nobody grows younger by a correction
        return Person(**{**said, "born": birth, "languages": tuple(said["languages"]), "flags": tuple(said["flags"])})

    @staticmethod
    def of(person: Person, today: date) -> dict[str, Any]:
        """What the form begins with when a client is corrected."""
        said = {name: getattr(person, name) for name in (*SEALED, "sex", "citizenship", "province", "moved_for_work",
                                                         "moved_since")}  # fmt: skip
        exact = person.born.earliest if person.born and person.born.exact else None
        about = _about(person.born, today) if person.born and not person.born.exact else None
        return {**said, "languages": list(person.languages), "flags": list(person.flags), "born": exact, "age": about}


def _about(born: Born, today: date) -> int:
    """About how old, in years: the middle of what is known."""
    return (today - born.earliest - (born.latest - born.earliest) / 2).days * 400 // 146_097


class LookForm(PlainForm):
    """By number or by name."""

    text = forms.CharField(label=_("Number or name"), required=False, max_length=120, widget=private())


class MergeForm(PlainForm):
    """Why two records are one person's, or are not."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=private(3), error_messages={
        "required": _("Write the reason; it cannot be left out.")})  # fmt: skip
