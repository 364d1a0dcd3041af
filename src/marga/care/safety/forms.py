"""What is typed of incidents and quality."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.care.centres.forms import day_field
from marga.care.centres.models import Ward, Worker
from marga.care.national import care
from marga.care.requests.forms import private
from marga.care.stays.models import Stay
from marga.site.fields import CHOSEN, NEEDED, choose, labelled, moment_field
from marga.site.forms import PlainForm

from .services import MOST_LETTERS, Happened

FINDINGS = (("met", _("met")), ("partly", _("partly met")), ("not", _("not met")))


def _words(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST_LETTERS, widget=private(rows), error_messages=NEEDED, **more)


class IncidentForm(PlainForm):
    """What happened, when, where and to whom."""

    kind = forms.ChoiceField(label=_("What kind"), error_messages=CHOSEN)
    at = moment_field(_("When it happened"))
    words = _words(_("What happened"), 4)
    done = _words(_("What was done"), 3, required=False)
    ward = forms.ChoiceField(label=_("In which ward"), required=False)
    place = _words(_("Where exactly"), 0, required=False)
    stay = forms.ChoiceField(label=_("To whom, if to somebody who stays here"), required=False)

    def __init__(self, *args: Any, centre: str, **named: Any) -> None:
        super().__init__(*args, **named)
        wards = [(one.key, str(one)) for one in Ward.objects.filter(centre=centre, open=True).order_by("key")]
        stays = Stay.objects.filter(centre=centre, ended=None).order_by("key").values_list("key", flat=True)
        choose(
            self,
            kind=labelled(care().incidents),
            ward=[("", "–"), *wards],
            stay=[("", "–"), *((key, key) for key in stays)],
        )

    def happened(self) -> Happened:
        """The incident as typed."""
        return Happened(**self.cleaned_data)


class ReviewForm(PlainForm):
    """What the manager found."""

    words = _words(_("What you found, and what changes"), 4)


class QualityForm(PlainForm):
    """How far a standard is met, and who mends what is missing."""

    finding = forms.ChoiceField(label=_("Is it so here?"), choices=FINDINGS, widget=forms.RadioSelect,
                                error_messages=CHOSEN)  # fmt: skip
    gap = _words(_("What is missing"), 3, required=False, help_text=_("Needed unless it is wholly met."))
    owner = forms.ChoiceField(label=_("Who mends it"), required=False)
    due = day_field(_("Until when"), required=False)

    def __init__(self, *args: Any, centre: str, **named: Any) -> None:
        super().__init__(*args, **named)
        workers = Worker.objects.filter(centre=centre, working=True).order_by("account")
        choose(self, owner=[("", "–"), *((one.pk, one.pk) for one in workers)])
