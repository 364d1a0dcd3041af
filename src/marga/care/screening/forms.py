"""One answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marga.care.requests.forms import private
from marga.site.fields import choose
from marga.site.forms import PlainForm

from .services import MOST_LETTERS, OTHER


class AnswerForm(PlainForm):
    """The answers of one question; of the last substance also which it is."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")})
    other = forms.CharField(label=_("Which substance?"), required=False, max_length=MOST_LETTERS, widget=private())

    def __init__(self, *args: Any, asked: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["answer"].label = asked.says
        if asked.examples:
            self.fields["answer"].help_text = _("Such as %(examples)s.") % {"examples": asked.examples}
        choose(self, answer=asked.choices)
        if asked.item != OTHER:
            del self.fields["other"]
