"""The page on which a centre's list is given."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.site.forms import PlainForm


class ListForm(PlainForm):
    """A file; at first it is only checked."""

    file = forms.FileField(
        label=_("The list, as a CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose a file first.")},
    )  # fmt: skip
    write_down = forms.BooleanField(label=_("Write everybody down, if nothing is wrong"), required=False)
