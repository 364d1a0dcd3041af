"""The forms of the steps. They show and keep what was typed; what is wrong with it `reading` and `checking` say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marga.country import Country, Text, write
from marga.country.enforcement import Right
from marga.enforcement.cases.words import of_one
from marga.enforcement.custody.reviewing import language_said, not_reviewed
from marga.site.faults import Fault
from marga.site.forms import PlainForm
from marga.site.writing import writer

from .law import penalty_words
from .places import Fields, place_of
from .reading import MOST_ROWS, TAKEN, property_rows

SPARE_ROWS = 2
YES_NO = (("", _("not asked")), ("yes", _("yes")), ("no", _("no")))
HOW = (
    ("signed", _("signed")), ("finger_printed", _("put a finger-print")), ("refused", _("refused to sign")),
    ("read_aloud", _("heard it read aloud")),
)  # fmt: skip
Choices = Iterable[tuple[str, Any]]


class _Choice(forms.ChoiceField):
    """One of a list; that it is one is checked with the booking."""

    def validate(self, value: Any) -> None:
        """Nothing here."""


class _Several(forms.MultipleChoiceField):
    """Some of a list; that they are of it is checked with the booking."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """Nothing here."""


def _text(label: Any, hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, strip=False,
                           widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}))  # fmt: skip


def _time(label: Any, hint: Any = "") -> forms.CharField:
    return _text(label, hint, inputmode="text", spellcheck="false")


def _lines(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, strip=False,
                           widget=forms.Textarea(attrs={"rows": str(rows)}))  # fmt: skip


def _one(label: Any, choices: Choices, hint: Any = "", *, radio: bool = False) -> _Choice:
    return _Choice(label=label, help_text=hint, choices=choices, required=False,
                   widget=forms.RadioSelect if radio else forms.Select)  # fmt: skip


def listed(named: Mapping[str, Any], empty: Any = None) -> list[tuple[str, Any]]:
    """Choices of a list of the country, each named in the reader's language."""
    said = writer()
    choices = [(name, _capital(write(one if isinstance(one, Text) else one.label, said)))
               for name, one in named.items()]  # fmt: skip
    return choices if empty is None else [("", empty), *choices]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class StepForm(PlainForm):
    """One page of a draft, always bound to what was typed."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)

    def sent(self, post: QueryDict) -> Fields:
        """What a request says of this page, as it was typed."""
        return {name: post.getlist(name) if isinstance(field, _Several) else post.get(name, "")
                for name, field in self.fields.items()}  # fmt: skip

    def blame(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside the field it is about; one that no field of the page has goes to its top."""
        self.full_clean()
        for fault in faults:
            name = place_of(fault.field)[1]
            self.add_error(name if name in self.fields else None, write(fault.says, writer()))

    def wrong_in(self, names: Iterable[str]) -> bool:
        """Whether a fault stands beside one of these fields, or something was typed into one."""
        return any(name in self.errors or self.data.get(name) for name in names if name in self.fields)


class EventForm(StepForm):
    """What happened, when, where, and who was there."""

    day = _text(_("Day"), inputmode="numeric")
    event = _time(_("Time of the event"))
    arrested = _time(_("Time of the arrest"))
    arrived = _time(_("Arrival at the unit"))
    place = _text(_("Place"), _("Street, village, shop: so that it can be found again."))
    officers = _text(_("Officers who were there, by number"), _("Parted by commas."))
    slip = _text(_("Number of the paper receipt"), inputmode="numeric")
    slip_used = _time(_("Time written on it"))
    narrative = _lines(_("What happened"), 5)

    def __init__(self, fields: Mapping[str, Any], country: Country) -> None:
        super().__init__(fields)
        self.fields["province"] = _one(_("Province"), listed(country.dimensions["province"].categories, "—"))
        self.fields["operation"] = _one(_("Kind of operation"), listed(country.enforcement.register.operations),
                                        radio=True)  # fmt: skip


class PersonForm(StepForm):
    """One person: the part in the case, who it is, and what was taken."""

    name = _text(_("Name"))
    alias = _text(_("Called"), _("Another name that people use."))
    birth = _text(_("Birth, or age that the person looks"),
                  _("1999-03-04, or 1999-03, or 1999. If nobody knows: the age, such as 20."))  # fmt: skip
    nationality = _text(_("Country of a foreigner"))
    occupation = _text(_("Occupation"))
    moved_for_work = _one(_("Moved here for work"), YES_NO)
    moved_from = _text(_("Moved from"))
    moved_since = _text(_("Moved on"), _("Year-month-day, such as 2026-11-24."), inputmode="numeric")
    held = _one(_("Held at the unit"), (("yes", _("yes")), ("no", _("no"))))
    arrested = _time(_("Time of the arrest"), _("Only if it is not as on the page of the event."))
    arrived = _time(_("Arrival at the unit"), _("Only if it is not as on the page of the event."))

    def __init__(self, fields: Mapping[str, Any], country: Country, others: Choices) -> None:
        super().__init__(fields)
        register, said = country.enforcement.register, country.dimensions
        self.fields["role"] = _one(_("Part in the case"), listed(register.roles), radio=True)
        self.fields["sex"] = _one(_("Sex"), of_one(listed(said["sex"].categories, "—")))
        self.fields["citizenship"] = _one(_("Citizenship"), of_one(listed(said["citizenship"].categories, "—")))
        self.fields["languages"] = _Several(label=_("Languages that the person understands well"), required=False,
                                            choices=listed(country.enforcement.custody.languages))  # fmt: skip
        self.fields["address_province"] = _one(_("Lives in"), listed(said["province"].categories, "—"))
        self.fields["guardian_of"] = _one(_("Guardian of"), [("", "—"), *others])
        rows = min(len(property_rows(dict(fields))) + SPARE_ROWS, MOST_ROWS)
        money = [(code, f"{code}, {says}") for code, says in listed(register.currencies)]
        self.rows = [[f"property-{row}-{name}" for name in TAKEN] for row in range(rows)]
        for kind, mark, amount, currency in self.rows:
            self.fields[kind] = _one(_("What was taken"), listed(register.property, "—"))
            self.fields[mark] = _text(_("Number, plate or mark"))
            self.fields[amount] = _text(_("Amount of money"), inputmode="decimal")
            self.fields[currency] = _one(_("Currency"), money)

    def sent(self, post: QueryDict) -> Fields:
        """What a request says, the things taken one after another without empty rows between them."""
        fields = super().sent(post)
        taken = {name: post.get(name, "") for name in post if name.startswith("property-")}
        kept = {name: value for name, value in fields.items() if not name.startswith("property-")}
        rows = enumerate(property_rows({**taken}))
        return {**kept, **{f"property-{number}-{name}": text for number, row in rows for name, text in row.items()}}


class ChargeForm(StepForm):
    """The first charge of one person."""

    def __init__(self, fields: Mapping[str, Any], country: Country) -> None:
        super().__init__(fields)
        law, said = country.enforcement.offences, writer()
        offences = [(name, _offence(one.label, one.article, penalty_words(one.penalty), one.basis.unverified))
                    for name, one in law.offences.items()]  # fmt: skip
        self.fields["offence"] = _one(_("First charge"), offences, radio=True)
        bands = [(write(group.label, said), [(f"{name}/{band.name}", write(band.label, said)) for band in group.bands])
                 for name, group in law.quantities.items()]  # fmt: skip
        self.fields["band"] = _one(
            _("Quantity"), [("", _("not weighed yet, or of no matter")), *bands],
            _("Only if it is known already. The range of the penalty can turn on it."),
        )  # fmt: skip


def _offence(label: Text, article: str, range_: str, unverified: bool) -> SafeString:
    parts = [_("article {number}").format(number=article) if article else _("no article known"), range_]
    if unverified:
        parts.append(str(_("not verified")))
    return format_html('<span>{}<br><span class="quiet small">{}</span></span>', _capital(write(label, writer())),
                       " · ".join(str(part) for part in parts))  # fmt: skip


class ExhibitForm(StepForm):
    """One exhibit. It is weighed after the booking."""

    seal = _text(_("Number of the seal"))
    seal_source = _text(_("Marks on the package"), _("What is printed or stamped on it, if anything."))
    description = _text(_("What it looks like"))
    seized = _time(_("Time of the seizure"), _("Empty: the time of the event."))

    def __init__(self, fields: Mapping[str, Any], country: Country, people: Choices) -> None:
        super().__init__(fields)
        register = country.enforcement.register
        self.fields["person"] = _one(_("Taken from"), [("", _("nobody that is known")), *people])
        self.fields["drug"] = _one(_("Drug, as it is presumed"), listed(country.dimensions["drug"].categories, "—"))
        self.fields["form"] = _one(_("Form"), listed(register.forms, "—"))
        self.fields["concealment"] = _one(_("Where it was hidden"), listed(register.concealments, "—"))


class RightsForm(StepForm):
    """What one person was told of their rights, in which language, and what they did."""

    told = _time(_("When"))
    how = _one(_("The person"), HOW, radio=True)
    note = _text(_("Note"))

    def __init__(self, fields: Mapping[str, Any], country: Country, languages: Iterable[str]) -> None:
        super().__init__(fields)
        custody, spoken = country.enforcement.custody, tuple(languages)
        shown = dict.fromkeys(code for one in custody.rights.values() for code in _shown(one, spoken))
        self.fields["rights"] = _Several(
            label=_("Tick what was told"), required=False,
            choices=[(name, _right(one, spoken)) for name, one in custody.rights.items()],
            help_text=not_reviewed(custody.languages, shown),
        )  # fmt: skip
        said = [(code, language_said(custody.languages[code]) if code else label)
                     for code, label in listed(custody.languages, "—")]  # fmt: skip
        self.fields["language"] = _one(_("In which language"), said)


def _right(right: Right, spoken: tuple[str, ...]) -> SafeString:
    """A right in each language in which it is shown."""
    said = format_html_join(" ", '<span lang="{}">{}</span>', _shown(right, spoken).items())
    if not right.basis.unverified:
        return format_html("<span>{}</span>", said)
    return format_html('<span>{} <span class="quiet small">({})</span></span>', said, _("not verified"))


def _shown(right: Right, spoken: tuple[str, ...]) -> dict[str, str]:
    """A right in the person's language; in every language there is, where it is not written in that one; and always
    in the officer's own."""
    texts = {"en": right.text.en, **({"km": right.text.km} if right.text.km else {})}
    first = [code for code in spoken[:1] if code in texts] or list(texts)
    own = get_language() or "en"
    return {code: texts[code] for code in dict.fromkeys([*first, *([own] if own in texts else [])])}
