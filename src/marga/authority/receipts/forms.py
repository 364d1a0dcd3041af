"""The form of whoever holds a receipt: its code, the text of its QR code, or a picture of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marga.country import write
from marga.ledger import LedgerError
from marga.ledger.codes import read_code
from marga.ledger.receipts import PREFIX, Receipt, read_receipt
from marga.site.forms import PlainForm
from marga.site.writing import writer

#: Nothing that a browser would remember, correct, or send to somebody who corrects spelling.
PRIVATE = {"autocomplete": "off", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}
LONGEST = 20_000  # letters


def reads_pictures() -> bool:
    """Whether marga[qr] is installed here."""
    return find_spec("zxingcpp") is not None and find_spec("PIL") is not None


class ReceiptForm(PlainForm):
    """One of three ways to say which receipt."""

    code = forms.CharField(
        label=_("The code of the receipt"), required=False, max_length=LONGEST, strip=True,
        help_text=_("40 digits in 10 groups of 4, in any script. Spaces make no difference."),
        widget=forms.Textarea(attrs={**PRIVATE, "rows": 2, "inputmode": "numeric", "class": "code code-wrapped"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("The text of the QR code"), required=False, max_length=LONGEST, strip=True,
        help_text=_("Scan the QR code with a telephone, copy the text that it reads, and paste it here. It begins with "
                    "MARGA1: and has some 2,000 letters."),
        widget=forms.Textarea(attrs={**PRIVATE, "rows": 5, "class": "code code-wrapped"}),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Or a picture of the QR code"), required=False,
        help_text=_("A photograph or a screenshot, 2 MB at most: take it straight, near and sharp."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if not reads_pictures():
            del self.fields["picture"]

    @property
    def wants_qr(self) -> bool:
        """Whether the fields of the QR code are in use, so that they must not be folded away."""
        return self.is_bound and bool(self.data.get("text") or {"text", "picture"} & set(self.errors))

    def clean_code(self) -> int | Receipt | None:
        """The number of the code. The text of the QR code is taken here, too."""
        typed = self.cleaned_data["code"]
        if typed[: len(PREFIX)].upper() == PREFIX:
            return _receipt(typed)
        try:
            return read_code(typed) if typed else None
        except LedgerError as error:
            raise ValidationError(write(error.says, writer())) from None

    def clean_text(self) -> Receipt | None:
        typed = self.cleaned_data["text"]
        return _receipt(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """Exactly one of the ways."""
        data = super().clean() or {}
        ways = [name for name in ("code", "text", "picture") if data.get(name) not in (None, "")]
        if not self.errors and not ways:
            self.add_error("code", _("Type the code of the receipt: the 40 digits under its QR code."))
        elif not self.errors and len(ways) > 1:
            self.add_error("code", _("Give one of them: the code, or the QR code. Empty the other field."))
        self.way = ways[0] if ways else ""
        return data

    def given(self) -> int | Receipt | bytes:
        """What is asked about: the number of a code, a proof, or the bytes of a picture."""
        found: Any = self.cleaned_data[self.way]
        return bytes(found.read()) if self.way == "picture" else found

    def blame(self, error: LedgerError) -> None:
        """Say beside the field why what was given cannot be read."""
        self.add_error(self.way, write(error.says, writer()))


def _receipt(typed: str) -> Receipt:
    try:
        return read_receipt(typed)
    except LedgerError as error:
        raise ValidationError(write(error.says, writer())) from None
