"""What is typed of waiting, offers and stays: small forms, one for each act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marga.care.centres.forms import day_field
from marga.care.centres.models import Ward
from marga.care.national import care
from marga.care.requests.forms import private
from marga.country import load
from marga.country.care import LegalBasis
from marga.site.fields import CHOSEN, NEEDED, choose, labelled, line
from marga.site.forms import PlainForm

from .services import Legal
from .waits import ROUTES

DECISIONS = (
    ("goes_on", _("It may go on")), ("another_basis", _("It needs another basis")), ("ends", _("It must end")),
)  # fmt: skip


class WantedForm(PlainForm):
    """What somebody waits for."""

    kinds = forms.MultipleChoiceField(label=_("Kinds of care that fit, in the order of the list"),
                                      widget=forms.CheckboxSelectMultiple, error_messages=CHOSEN)  # fmt: skip
    needs = forms.MultipleChoiceField(label=_("What the place must have"), required=False,
                                      widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        modalities = load(settings.MARGA_COUNTRY).dimensions["modality"].categories
        choose(self, kinds=labelled({name: modalities[name] for name in care().order}), needs=labelled(care().needs))


def routes() -> list[tuple[str, str]]:
    """The ways into care; first nothing, so that nobody came by themselves only because nobody chose."""
    known = load(settings.MARGA_COUNTRY).dimensions["route"].categories
    return labelled({name: known[name] for name in ROUTES if name in known}, "–")


class WaitForm(WantedForm):
    """The same, and who asked for it."""

    route = forms.ChoiceField(label=_("Who asked, or what led to it"), error_messages=CHOSEN)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, route=routes())


class PauseForm(PlainForm):
    """Since when, and why."""

    begun = day_field(_("Not available since"))
    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages=CHOSEN)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, why=labelled(care().pauses))


class ResumeForm(PlainForm):
    """Available again."""

    ended = day_field(_("Available again since"))


class DropForm(PlainForm):
    """Why nobody waits any more."""

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages=CHOSEN)
    note = forms.CharField(label=_("How this is known"), max_length=600, widget=private(3), error_messages=NEEDED)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, why=labelled(care().drops))


class OfferForm(PlainForm):
    """Why another place than the best, and why above what is safe."""

    reason = line(_("Why this place, if it was not among the best"), 300, required=False)
    above_safe = forms.ChoiceField(label=_("Why above what is safe, if it is full"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, above_safe=labelled(care().above_safe, "–"))


class RefuseForm(PlainForm):
    """Whether another place in the same ward may be offered."""

    unwanted = forms.BooleanField(label=_("The person wants no place in this ward"), required=False)


class BasisForm(PlainForm):
    """On what a stay rests."""

    basis = forms.ChoiceField(label=_("It rests on"), widget=forms.RadioSelect, error_messages=CHOSEN)
    until = day_field(_("Last day of the order"), required=False)
    court = line(_("Court, and number of its order"), 200, required=False)

    def __init__(self, *args: Any, bases: Mapping[str, LegalBasis], **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, basis=labelled(bases))

    def legal(self) -> Legal:
        said: dict[str, Any] = self.cleaned_data
        return Legal(said["basis"], said["until"], said["court"])


class StayForm(BasisForm):
    """Somebody comes in. `way`: how, where it is known already."""

    ward = forms.ChoiceField(label=_("Ward"), error_messages=CHOSEN)
    route = forms.ChoiceField(label=_("Who asked, or what led to it"), error_messages=CHOSEN)
    drug = forms.ChoiceField(label=_("Main drug"), required=False)
    planned_end = day_field(_("Planned last day"), required=False)
    above_safe = forms.ChoiceField(label=_("Why above what is safe, if it is full"), required=False)
    field_order = ("ward", "route", "basis", "until", "court", "drug", "planned_end", "above_safe")

    def __init__(self, *args: Any, centre: str, way: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        if way:
            del self.fields["route"]
        else:
            choose(self, route=routes())
        wards = Ward.objects.filter(centre=centre, open=True).order_by("key")
        drugs = load(settings.MARGA_COUNTRY).dimensions["drug"].categories
        choose(self, ward=[(one.key, str(one)) for one in wards], drug=labelled(drugs, str(_("not known"))),
                 above_safe=labelled(care().above_safe, "–"))  # fmt: skip


class MoveForm(PlainForm):
    """To which ward."""

    ward = forms.ChoiceField(label=_("Ward"), error_messages=CHOSEN)
    above_safe = forms.ChoiceField(label=_("Why above what is safe, if it is full"), required=False)

    def __init__(self, *args: Any, centre: str, **named: Any) -> None:
        super().__init__(*args, **named)
        wards = Ward.objects.filter(centre=centre, open=True).order_by("key")
        choose(self, ward=[(one.key, str(one)) for one in wards], above_safe=labelled(care().above_safe, "–"))


class ReviewForm(PlainForm):
    """What was found from outside."""

    decision = forms.ChoiceField(label=_("What was found"), choices=DECISIONS, widget=forms.RadioSelect,
                                 error_messages=CHOSEN)  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=private(4), error_messages=NEEDED)


class EndForm(PlainForm):
    """Why somebody goes."""

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages=CHOSEN)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        choose(self, why=labelled(care().reasons))


def today_as(day: date) -> dict[str, date]:
    """Both day fields begin with today."""
    return {"begun": day, "ended": day}
