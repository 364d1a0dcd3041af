"""What is filled in with a consent, an order, a packet; and what a person writes with their own code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.care.acts.models import LONGEST_KEY
from marga.care.centres.forms import day_field
from marga.care.national import care
from marga.care.requests.forms import CodeForm, private
from marga.care.rules.consents import FIELDS, NOTICE, ORDERED, TOLD, Wanted
from marga.country.consents import CASE
from marga.site.fields import CHOSEN, NEEDED, choose, labelled, line
from marga.site.forms import PlainForm

from .models import Consent, CourtOrder
from .services import MOST_LETTERS, Agreed, Ordered, country

FIELD_WORDS = {
    "notice": _("One word: attends since a day, stopped on a day, or completed on a day"), "name": _("Name"),
    "born": _("Birth"), "sex": _("Sex"), "centre": _("Which service"), "kind": _("Kind of care"),
    "since": _("In care since"), "ended": _("When and how it ended"),
}  # fmt: skip


def _choices(*names: str) -> list[tuple[str, Any]]:
    return [(name, FIELD_WORDS[name]) for name in names]


def _fields(*names: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=_("What is to be told"), choices=_choices(*names), required=False,
                                     widget=forms.CheckboxSelectMultiple)  # fmt: skip


class ConsentForm(PlainForm):
    """The nine elements; who records, where and when follow from the account and the day."""

    recipient = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, error_messages=CHOSEN)
    recipient_name = forms.CharField(label=_("Their name, if it is one person or office"), required=False,
                                     max_length=200, widget=private())  # fmt: skip
    fields_told = _fields(*FIELDS)
    purpose = forms.ChoiceField(label=_("For what"), widget=forms.RadioSelect, error_messages=CHOSEN)
    last = day_field(_("Last day on which it may be told"))
    receipt = forms.CharField(
        label=_("The 40 digits of the receipt of the arrest"), required=False, max_length=1000,
        help_text=_("For the one word alone. The person types or scans them; they are not kept when this ends."),
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "numeric", "autocomplete": "off",
                                     "class": "code code-wrapped"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Read aloud in"), error_messages=CHOSEN)
    interpreter = forms.CharField(
        label=_("Who put the words into this language"), required=False, max_length=200, widget=private(),
        help_text=_("Needed where they are not written above in the language that the person understands."),
    )  # fmt: skip
    read_aloud = forms.BooleanField(label=_("The words above were read aloud, and the person understood them"),
                                    required=False)  # fmt: skip
    signature = forms.ChoiceField(label=_("How the person signed"), widget=forms.RadioSelect, error_messages=CHOSEN)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        known = country()
        choose(
            self,
            recipient=labelled(known.recipients),
            purpose=labelled(known.purposes),
            signature=labelled(known.signatures),
            language=labelled(care().languages),
        )

    def agreed(self) -> Agreed:
        """What was typed, for the service."""
        said = dict(self.cleaned_data)
        return Agreed(fields=tuple(said.pop("fields_told")), **said)


class OrderForm(PlainForm):
    """An order of a court."""

    court = line(_("Court"))
    day = day_field(_("Day of the order"))
    finding = forms.ChoiceField(label=_("What the court found"), widget=forms.RadioSelect, error_messages=CHOSEN)
    words = forms.CharField(label=_("What it ordered, in its words"), max_length=MOST_LETTERS, widget=private(4),
                            error_messages=NEEDED)  # fmt: skip
    fields_told = _fields(*TOLD)
    recipient = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, error_messages=CHOSEN)
    recipient_name = forms.CharField(label=_("Their name, if it is one person or office"), required=False,
                                     max_length=200, widget=private())  # fmt: skip
    last = day_field(_("Last day on which it may be told"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        known = country()
        choose(self, recipient=labelled(known.recipients), finding=labelled(known.findings))

    def ordered(self) -> Ordered:
        """What was typed, for the service."""
        said = dict(self.cleaned_data)
        return Ordered(fields=tuple(said.pop("fields_told")), **said)


class EndOrderForm(PlainForm):
    """Why nothing more is told by an order of a court."""

    words = forms.CharField(label=_("Why, in words that the person reads, too"), max_length=MOST_LETTERS,
                            widget=private(4), error_messages=NEEDED)  # fmt: skip


class PacketForm(PlainForm):
    """What to tell now, to whom, for what: typed anew, so that it is compared with what was agreed."""

    recipient = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, error_messages=CHOSEN)
    fields_told = _fields(*TOLD)
    purpose = forms.ChoiceField(label=_("For what"), widget=forms.RadioSelect, error_messages=CHOSEN)

    def __init__(self, *args: Any, permit: Consent | CourtOrder, **named: Any) -> None:
        super().__init__(*args, **named)
        known = country()
        told = [one for one in labelled(known.recipients) if not known.recipients[one[0]].wall or _ordered(permit)]
        purposes = [(ORDERED, str(_("as the court ordered")))] if _ordered(permit) else [
            one for one in labelled(known.purposes) if one[0] != CASE]  # fmt: skip
        choose(self, recipient=told, purpose=purposes)

    def wanted(self) -> Wanted:
        """What was typed, for the rule."""
        said = self.cleaned_data
        return Wanted(frozenset(said["fields_told"]), said["recipient"], said["purpose"])


class OwnCodeForm(CodeForm):
    """The code of somebody's own record."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].error_messages = {"required": _("Write the code that you were given at the centre.")}


class RevokeForm(PlainForm):
    """Which consent somebody takes back: a button of their page says it."""

    consent = forms.CharField(max_length=LONGEST_KEY)


class ObjectForm(PlainForm):
    """What somebody objects to."""

    text = forms.CharField(label=_("What do you object to?"), max_length=MOST_LETTERS, widget=private(4),
                           error_messages={"required": _("Write what you object to.")})  # fmt: skip
    about = forms.ChoiceField(label=_("Do you object to one of those who work there?"), required=False,
                              help_text=_("Then somebody else answers you."))  # fmt: skip

    def __init__(self, *args: Any, staff: Sequence[str], **named: Any) -> None:
        """`staff`: the accounts that the person can choose from."""
        super().__init__(*args, **named)
        choose(self, about=[("", str(_("to nobody in particular"))), *((name, name) for name in staff)])


class AnswerForm(PlainForm):
    """What somebody who objects is answered."""

    text = forms.CharField(label=_("Your answer, as the person reads it"), max_length=MOST_LETTERS, widget=private(6),
                           error_messages=NEEDED)  # fmt: skip


def field_words(names: list[str]) -> list[str]:
    """Fields as a page says them, in their fixed order."""
    return [str(FIELD_WORDS[name]) for name in (NOTICE, *TOLD) if name in names]


def _ordered(permit: Consent | CourtOrder) -> bool:
    return isinstance(permit, CourtOrder)
