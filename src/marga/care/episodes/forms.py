"""What is typed of an episode: small forms, one for each act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marga.care.centres.forms import day_field
from marga.care.centres.models import Centre
from marga.care.national import clinical
from marga.care.requests.forms import private
from marga.care.rules import tdi
from marga.site.fields import CHOSEN, NEEDED, choose, labelled
from marga.site.forms import PlainForm

from .services import MOST_LETTERS, Held

HOW = (("signed", _("signed")), ("thumb_print", _("with a thumb print")), ("said", _("said so, and it was read aloud")))
RESULTS = (
    ("stands", _("The treatment stands")), ("another_basis", _("It needs another basis")),
    ("ends", _("The treatment ends")),
)  # fmt: skip


def _words(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST_LETTERS, widget=private(rows), error_messages=NEEDED, **more)


class PlanForm(PlainForm):
    """Goals in the person's words, and how they agreed."""

    goals = _words(_("Goals, one on each line"), 6, help_text=_("In the person’s own words. They get this on paper."))
    how = forms.ChoiceField(label=_("How the person agreed"), choices=HOW, widget=forms.RadioSelect,
                            error_messages=CHOSEN)  # fmt: skip


class SessionForm(PlainForm):
    """One session."""

    day = day_field(_("Day"))
    kind = forms.ChoiceField(label=_("What it was"), error_messages=CHOSEN)
    attended = forms.ChoiceField(label=_("Did the person come?"), choices=[("yes", _("yes")), ("no", _("no"))],
                                 widget=forms.RadioSelect, error_messages=CHOSEN)  # fmt: skip
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440, initial=30, error_messages={
        **NEEDED, "invalid": _("Write a whole number of minutes, such as 45.")})  # fmt: skip
    next_day = day_field(_("Day of the next session"), required=False)
    note = _words(_("What matters for the next time"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, kind=labelled(clinical().sessions))

    def held(self) -> Held:
        """The session as typed."""
        said: dict[str, Any] = self.cleaned_data
        return Held(said["day"], said["kind"], said["minutes"], said["attended"] == "yes", said["note"],
                    said["next_day"])  # fmt: skip


class MeasureForm(PlainForm):
    """What the country measures again, each an item of the assessment; and words."""

    words = _words(_("How it goes, and what changes in the plan"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        words = self.fields.pop("words")
        for name in clinical().outcomes:
            item = tdi.ITEMS[name]
            self.fields[name] = forms.ChoiceField(
                label=gettext(item.question), widget=forms.RadioSelect, error_messages=CHOSEN,
                choices=[(code, gettext(label)) for code, label in item.codes.items()],
            )  # fmt: skip
        self.fields["words"] = words

    def outcomes(self) -> dict[str, str]:
        """The codes by item."""
        return {name: self.cleaned_data[name] for name in clinical().outcomes}


class AppealForm(PlainForm):
    """When and with whom."""

    filed = day_field(_("Filed on"))
    filed_with = forms.CharField(label=_("With whom: which court or office"), max_length=300, widget=private(),
                                 error_messages=NEEDED)  # fmt: skip


class DecisionForm(PlainForm):
    """When and how it was decided."""

    decided = day_field(_("Decided on"))
    result = forms.ChoiceField(label=_("Result"), choices=RESULTS, widget=forms.RadioSelect, error_messages=CHOSEN)
    reason = _words(_("Who decided, and why"))


class ReturnForm(PlainForm):
    """Which service expects the person, and from when."""

    to = forms.ChoiceField(label=_("Service near home"), error_messages=CHOSEN)
    day = day_field(_("First visit there"))
    words = _words(_("What the person wants it to know"), required=False)

    def __init__(self, *args: Any, near: list[tuple[Centre, int | None]], **named: Any) -> None:
        super().__init__(*args, **named)
        says = [(one.code, str(one) if way is None else gettext("{centre}, {number} km from home").format(
            centre=one, number=way)) for one, way in near]  # fmt: skip
        choose(self, to=[("", "–"), *says])


class HandForm(PlainForm):
    """The person's word on it."""

    agreed = forms.BooleanField(label=_("The person agrees that this service reads what is written of them"),
                                required=False)  # fmt: skip
