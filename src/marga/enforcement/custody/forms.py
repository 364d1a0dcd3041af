"""What an officer types in a custody: small forms, one for each act, that give the content of the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marga.country import load, write
from marga.country.enforcement import WRITTEN_IN, Right
from marga.enforcement.cases.models import Party
from marga.enforcement.stations.models import Unit
from marga.site.acts.contents import Content
from marga.site.fields import choose, labelled, line, moment_field
from marga.site.forms import PlainForm
from marga.site.writing import writer

from . import contents
from .models import Custody
from .reckoning import law
from .reviewing import language_said, not_reviewed
from .words import HOW

MOST_PAGES = 50


def sentences(label: Any, length: int = 600, rows: int = 3, **more: Any) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **more)


def said(*names: str) -> list[tuple[str, Any]]:
    """Choices by what they are called."""
    return [(name, HOW[name]) for name in names]


class DeedForm(PlainForm):
    """What one act in a custody asks for. `may_miss`: fields that may be left empty."""

    CONTENT: type[Content]

    def __init__(self, *args: Any, custody: Custody, **named: Any) -> None:
        super().__init__(*args, **named)
        self.custody = custody
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices that the custody or the country gives."""

    def content(self) -> Content:
        """The content of the act."""
        known = self.CONTENT.model_fields
        return self.CONTENT(**{name: value for name, value in self.cleaned_data.items() if name in known})


class ProsecutorForm(DeedForm):
    CONTENT = contents.ProsecutorTold
    number = line(_("Number of the prosecutor"), 20, help_text=_("They may read this case from then on."))
    told = moment_field(_("When they were told"))
    note = sentences(_("Note"), required=False)


class GuardianForm(DeedForm):
    CONTENT = contents.GuardianTold
    name = line(_("Name of the guardian"))
    reach = line(_("Where they are reached"), required=False)
    told = moment_field(_("When they were told"))
    note = sentences(_("Note"), required=False)


class RightsForm(DeedForm):
    CONTENT = contents.RightsTold
    rights = forms.MultipleChoiceField(label=_("Rights that were told"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("In which language"))
    told = moment_field(_("When they were told"))
    how = forms.ChoiceField(label=_("The person’s answer"), widget=forms.RadioSelect,
                            choices=said("signed", "finger_printed", "refused", "read_aloud"))  # fmt: skip
    note = sentences(_("Note"), required=False, help_text=_("If they refused to sign: what they said."))

    def prepare(self) -> None:
        """No right is ticked at first: the form must not say for the officer that one was told."""
        rights = [(name, _right(right)) for name, right in law().rights.items()]
        languages = [(code, language_said(one)) for code, one in law().languages.items()]
        self.fields["rights"] = forms.MultipleChoiceField(
            label=_("Rights that were told"), widget=forms.CheckboxSelectMultiple, choices=rights,
            help_text=not_reviewed(law().languages, [get_language() or WRITTEN_IN]),
        )  # fmt: skip
        spoken = self.custody.party.languages
        self.fields["language"] = forms.ChoiceField(
            label=_("In which language"), choices=languages, initial=spoken[0] if spoken else None
        )


def _right(right: Right) -> str:
    """A right in words, and that nobody has compared it with the law where that is so."""
    told = write(right.text, writer())
    return gettext("{right} (not verified)").format(right=told) if right.basis.unverified else told


class WishForm(DeedForm):
    CONTENT = contents.Wish
    name = line(_("Whom the person wants told"), required=False, help_text=_("Leave it empty if nobody."))
    reach = line(_("Where they are reached"), required=False)
    said = moment_field(_("When the person said so"))


class WishToldForm(DeedForm):
    CONTENT = contents.WishTold
    name = line(_("Who was told"))
    told = moment_field(_("When"))
    reached = forms.BooleanField(label=_("They were reached"), required=False)
    note = sentences(_("Note"), required=False, help_text=_("If they were not reached: what was tried."))


class HelpForm(DeedForm):
    CONTENT = contents.Helped
    state = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect,
                              choices=said("asked", "came", "refused"))  # fmt: skip
    name = line(_("Name"), required=False, help_text=_("Of who came, or was asked for."))
    at = moment_field(_("When"))
    note = sentences(_("Note"), required=False, help_text=_("If it was refused: who refused, and why."))


class ReviewForm(DeedForm):
    CONTENT = contents.Reviewed
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=said("continue", "release"))
    reason = sentences(_("Reason"), help_text=_("Why the person is held further, or is to be released."))
    held = moment_field(_("When the review was held"))
    late = sentences(
        _("Why it is late"),
        rows=2,
        required=False,
        help_text=_("Only if its time had passed, or if it is written down long after."),
    )


class AskForm(DeedForm):
    CONTENT = contents.ExtensionAsked
    motive = sentences(
        _("Why the person is to be held longer"),
        help_text=_("The prosecutor reads it in the list of their cases. The limit stays until they permit more."),
    )
    asked = moment_field(_("When they were asked"))


class ExtendForm(DeedForm):
    CONTENT = contents.Extended
    number = line(_("Number of the written permission"), 80)
    prosecutor = line(_("Prosecutor"))
    motive = sentences(_("Motive, as the permission says it"))
    given = moment_field(_("When it was written"))


class EndForm(DeedForm):
    CONTENT = contents.Ended
    how = forms.ChoiceField(label=_("How custody ends"), widget=forms.RadioSelect)
    unit = forms.ChoiceField(
        label=_("The unit that takes the person"), required=False, help_text=_("Only for another unit."),
        error_messages={"invalid_choice": _("There is no such unit. Choose one of the list.")},
    )  # fmt: skip
    named = line(_("The court, body, or what happened"), 200, required=False,
                 help_text=_("For a release it may be empty."))  # fmt: skip
    at = moment_field(_("When"))
    slip = forms.BooleanField(label=_("A slip for treatment was given"), required=False,
                              help_text=_("Which one is written down nowhere."))  # fmt: skip

    def prepare(self) -> None:
        """The country's ways of ending, and the other units."""
        choices = [(name, write(one.label, writer())) for name, one in law().ends.items()]
        self.fields["how"] = forms.ChoiceField(label=_("How custody ends"), widget=forms.RadioSelect, choices=choices)
        others = Unit.objects.exclude(pk=self.custody.unit_id).order_by("code")
        choose(self, unit=[("", gettext("none")), *((unit.code, f"{unit.code}, {unit}") for unit in others)])

    def clean(self) -> dict[str, Any]:
        """What is named is the unit, where another one takes the person."""
        given = self.cleaned_data
        end = law().ends.get(given.get("how", ""))
        if end is None or end.needs != "unit":
            if given.get("unit"):
                self.add_error(
                    "unit", _("A unit was chosen, but custody ends otherwise. Choose how it ends, or no unit.")
                )
        elif given.get("unit"):
            given["named"] = given["unit"]
        elif "unit" not in self.errors:
            self.add_error("unit", _("Choose the unit that takes the person."))
        return given


class OutcomeForm(PlainForm):
    """What became of a person who is not held."""

    outcome = forms.ChoiceField(label=_("What became of the person"), widget=forms.RadioSelect, required=False,
                                error_messages={"invalid_choice": _("Choose one of the list.")})  # fmt: skip
    slip = forms.BooleanField(label=_("A slip for treatment was given"), required=False,
                              help_text=_("Which one is written down nowhere."))  # fmt: skip

    def __init__(self, *args: Any, party: Party, **named: Any) -> None:
        super().__init__(*args, **named)
        self.initial = {"outcome": party.outcome}
        choose(self, outcome=labelled(load(settings.MARGA_COUNTRY).enforcement.register.outcomes))
        if party.slip_given is not None:
            del self.fields["slip"]  # it is recorded once


class PageFields:
    """The fields of one page of an interview in a form."""

    def __init__(self, form: forms.Form, number: int) -> None:
        self.number = number
        self.fields = [form[f"{name}_{number}"] for name in ("text", "signature", "note")]


class InterviewForm(DeedForm):
    """An interview with as many pages as were asked for."""

    CONTENT = contents.Interviewed
    began = moment_field(_("Began"))
    ended = moment_field(_("Ended"))
    language = forms.ChoiceField(label=_("In which language"))
    interpreter = line(_("Interpreter"), required=False)
    outside = forms.BooleanField(
        label=_("The interpreter is not of the police and has no part in the case"), required=False
    )
    present = line(_("Also present"), 200, required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_PAGES, initial=1)

    def __init__(self, *args: Any, pages: int = 1, **named: Any) -> None:
        self.pages = min(max(pages, 1), MOST_PAGES)
        super().__init__(*args, **named)

    def prepare(self) -> None:
        """Three fields a page."""
        languages = [(code, write(one.label, writer())) for code, one in law().languages.items()]
        self.fields["language"] = forms.ChoiceField(label=_("In which language"), choices=languages)
        self.fields["count"].initial = self.pages
        for number in range(1, self.pages + 1):
            self.fields[f"text_{number}"] = sentences(gettext("Page {number}").format(number=number), 8000, 8)
            self.fields[f"signature_{number}"] = forms.ChoiceField(
                label=_("Under this page"), choices=said(*SIGNATURES)
            )
            self.fields[f"note_{number}"] = line(_("Note"), 600, required=False,
                                                 help_text=_("If it was refused: what the person said."))  # fmt: skip

    @property
    def heads(self) -> list[forms.BoundField]:
        """The fields above the pages."""
        return [self[name] for name in ("began", "ended", "language", "interpreter", "outside", "present")]

    @property
    def page_fields(self) -> list[PageFields]:
        """The fields of each page."""
        return [PageFields(self, number) for number in range(1, self.pages + 1)]

    def content(self) -> contents.Interviewed:
        given = self.cleaned_data
        pages: Sequence[contents.Page] = [
            contents.Page(text=given[f"text_{number}"], signature=given[f"signature_{number}"],
                          note=given[f"note_{number}"])
            for number in range(1, self.pages + 1)
        ]  # fmt: skip
        heads = {name: given[name] for name in ("began", "ended", "language", "interpreter", "outside", "present")}
        return contents.Interviewed(number=1, pages=tuple(pages), **heads)


#: What stands first is what a form says before anybody chose.
SIGNATURES = ("waiting", "signed", "finger_printed", "refused", "unable")


class PageForm(DeedForm):
    """A page of an interview as it is to read since."""

    CONTENT = contents.InterviewChanged
    text = sentences(_("The page as it reads now"), 8000, 10)
    signature = forms.ChoiceField(label=_("Under this page"), choices=said(*SIGNATURES))
    reason = sentences(_("Why it is changed"))
    changed = moment_field(_("When"))


class AnswerForm(PlainForm):
    """What is done about an alert."""

    note = sentences(_("What is done about it"), 300, 2)
