"""The digits of a slip, and how many were lost."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.care.requests.forms import PRIVATE
from marga.site.fields import NEEDED
from marga.site.forms import PlainForm


class SlipForm(PlainForm):
    """A slip as somebody reads it from the paper."""

    slip = forms.CharField(
        label=_("The digits of the slip"), max_length=1000, strip=True,
        help_text=_("56 digits in 14 groups of 4, in any script. Spaces make no difference."),
        error_messages={"required": _("Write the digits that stand on the slip.")},
        widget=forms.Textarea(attrs={**PRIVATE, "rows": 3, "inputmode": "numeric", "class": "code code-wrapped"}),
    )  # fmt: skip


class LostForm(PlainForm):
    """How many."""

    count = forms.IntegerField(label=_("How many were lost"), min_value=1, error_messages=NEEDED)
