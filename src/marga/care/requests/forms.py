"""What somebody who asks for help fills in, and what a worker answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marga.care.centres.models import Centre
from marga.care.national import care
from marga.care.queries import sex_of_one
from marga.country import load, write
from marga.country.care import FLAGS
from marga.site.fields import CHOSEN, NEEDED, choose, labelled
from marga.site.forms import PlainForm
from marga.site.writing import writer

from .services import MOST_LETTERS, Asked

#: Nothing that a browser would keep, correct, or send to somebody who corrects spelling.
PRIVATE = {"autocomplete": "off", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}
FLAG_WORDS = {
    "danger": _("There is danger to life now"),
    "pregnant": _("The person is pregnant"),
    "minor": _("The person is under 18"),
    "injecting": _("The person injects"),
    "opioids": _("The person takes heroin or other opioids"),
    "children": _("The person looks after small children"),
}


def provinces() -> list[tuple[str, str]]:
    return labelled(load(settings.MARGA_COUNTRY).dimensions["province"].categories, str(_("Choose a province")))


def private(rows: int = 0) -> forms.Widget:
    """A field that no browser remembers."""
    return forms.Textarea(attrs={**PRIVATE, "rows": rows}) if rows else forms.TextInput(attrs=PRIVATE)


class AskForm(PlainForm):
    """One page on a phone. Only two answers must be given."""

    route = forms.ChoiceField(label=_("Who needs help?"), widget=forms.RadioSelect, error_messages=CHOSEN, choices=[
        ("self", _("I do")), ("family", _("Somebody in my family, or a friend")),
        ("community", _("Somebody I look after as a health worker")),
    ])  # fmt: skip
    province = forms.ChoiceField(label=_("In which province do they live?"), error_messages={
        "required": _("Choose a province, so that somebody near can answer."),
    })  # fmt: skip
    age = forms.IntegerField(
        label=_("About how old are they?"), required=False, min_value=0, max_value=120,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the age in years, such as 24, or leave it empty.")},
    )  # fmt: skip
    sex = forms.ChoiceField(label=_("Woman or man?"), required=False, widget=forms.RadioSelect)
    flags = forms.MultipleChoiceField(
        label=_("Is any of this so?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(FLAG_WORDS.items()),
        help_text=_("It decides who is helped first. Leave out what you do not know."),
    )  # fmt: skip
    words = forms.CharField(label=_("What is happening?"), required=False, max_length=MOST_LETTERS, widget=private(4),
                            help_text=_("In your own words, as much or as little as you like."))  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Which languages do they speak?"), required=False,
                                          widget=forms.CheckboxSelectMultiple)  # fmt: skip
    name = forms.CharField(label=_("What may we call you?"), required=False, max_length=120, widget=private(),
                           help_text=_("Any name you like, or none."))  # fmt: skip
    contact = forms.CharField(label=_("May somebody call you? Then write how, and when"), required=False,
                              max_length=500, widget=private(2),
                              help_text=_("Not needed: your answer is here, under your code."))  # fmt: skip
    centre = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, slip: bool = False, **named: Any) -> None:
        """`slip`: whoever asks showed one, so that how they come is known."""
        super().__init__(*args, **named)
        if slip:
            self.fields["route"].required = False
            self.fields["route"].widget = forms.HiddenInput()
        country = load(settings.MARGA_COUNTRY)
        choose(
            self,
            province=provinces(),
            sex=[(sex, sex_of_one(sex)) for sex in country.dimensions["sex"].categories],
            languages=labelled(country.care.languages),
        )

    def asked(self) -> Asked:
        """What was asked, for the service."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return Asked(**{**said, "flags": tuple(said["flags"]), "languages": tuple(said["languages"])})


class CodeForm(PlainForm):
    """The code of a request, as somebody wrote it down."""

    code = forms.CharField(
        label=_("Your code"), max_length=1000, strip=True,
        help_text=_("40 digits in 10 groups of 4, in any script. Spaces make no difference."),
        error_messages={"required": _("Write the code that you were given when you asked.")},
        widget=forms.Textarea(attrs={**PRIVATE, "rows": 2, "inputmode": "numeric", "class": "code code-wrapped"}),
    )  # fmt: skip


class MessageForm(PlainForm):
    """One message."""

    text = forms.CharField(label=_("Message"), max_length=MOST_LETTERS, widget=private(4),
                           error_messages={"required": _("Write a message first.")})  # fmt: skip


class AnswerForm(PlainForm):
    """A worker's answer, and how long the wait will be."""

    text = forms.CharField(label=_("Answer"), max_length=MOST_LETTERS, widget=private(5), error_messages=NEEDED,
                           help_text=_("Plain words. Whoever asked reads this with their code."))  # fmt: skip
    days_from = forms.IntegerField(label=_("The wait: at least so many days"), required=False, min_value=0,
                                   max_value=3650)  # fmt: skip
    days_to = forms.IntegerField(label=_("at most so many days"), required=False, min_value=0, max_value=3650)

    def days(self) -> tuple[int, int] | None:
        """Both or none: one alone is taken for both."""
        given = [self.cleaned_data[name] for name in ("days_from", "days_to") if self.cleaned_data[name] is not None]
        return (given[0], given[-1]) if given else None


class CloseForm(PlainForm):
    """Why nothing more is to be done: whoever asked reads why, and not how it is known."""

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages=CHOSEN)
    note = forms.CharField(label=_("How this is known"), max_length=600, widget=private(3), error_messages=NEEDED)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, why=labelled(care().drops))


class NearForm(PlainForm):
    """Where somebody looks for services."""

    province = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, province=provinces())


def centre_named(code: str) -> str:
    """The name of a centre that is open; "" for none."""
    found = Centre.objects.filter(pk=code, closed=None).first() if code else None
    return "" if found is None else str(found)


def flag_words(flags: list[str]) -> list[str]:
    """What of a request decides who comes first, as a page says it."""
    return [str(FLAG_WORDS[flag]) for flag in FLAGS if flag in flags]


def label_of(name: str, dimension: str) -> str:
    """The word of a category of the country's."""
    category = load(settings.MARGA_COUNTRY).dimensions[dimension].categories.get(name)
    return write(category.label, writer()) if category else name
