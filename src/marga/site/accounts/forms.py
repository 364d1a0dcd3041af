"""The forms of signing in and of looking after accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marga.site import roles
from marga.site.accounts import passwords
from marga.site.accounts.models import Account
from marga.site.accounts.rules import LEAST_LETTERS
from marga.site.forms import PlainForm

NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _password(label: Any, use: str, **more: Any) -> forms.CharField:
    """A password as it was typed or pasted. `use` tells a password manager which one is asked for."""
    widget = forms.PasswordInput(attrs={"autocomplete": use, "autocapitalize": "none", "spellcheck": "false"})
    written = {"required": _("Type the password.")}
    return forms.CharField(label=label, strip=False, max_length=1000, widget=widget, error_messages=written, **more)


class SignInForm(PlainForm):
    """Who someone is."""

    name = forms.CharField(
        label=_("User name"), max_length=100, widget=forms.TextInput(attrs=NAME),
        error_messages={"required": _("Type your user name.")},
    )  # fmt: skip
    password = _password(_("Password"), "current-password")


class CodeForm(PlainForm):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"), max_length=60, widget=forms.TextInput(attrs=CODE),
        error_messages={"required": _("Type the code.")},
    )  # fmt: skip


class NewPasswordForm(PlainForm):
    """A password of one's own, twice, because it cannot be seen while it is typed."""

    new_password = _password(
        _("New password"), "new-password",
        help_text=format_lazy(
            _(
                "At least {least} letters, such as three or four words that do not belong together. You may paste it "
                "from a password manager."
            ),
            least=LEAST_LETTERS,
        ),
    )  # fmt: skip
    new_password_again = _password(_("New password, once more"), "new-password")

    def __init__(self, data: Any = None, *, account: Account) -> None:
        super().__init__(data)
        self.account = account

    def clean_new_password(self) -> str:
        """Refuse a password that would be guessed."""
        password = str(self.cleaned_data["new_password"])
        if found := passwords.faults(password, self.account):
            raise forms.ValidationError(found)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if "new_password" in data and data.get("new_password_again") not in (None, data["new_password"]):
            self.add_error("new_password_again", _("The two are not the same. Type the new password once more."))
        return data


class ChangePasswordForm(NewPasswordForm):
    """As above, by someone who has been signed in for a while."""

    current_password = _password(_("Password that you have now"), "current-password")
    field_order = ("current_password", "new_password", "new_password_again")


class SetUpForm(PlainForm):
    """The first code of a new app, with the key that the page showed, sealed."""

    offer = forms.CharField(widget=forms.HiddenInput, max_length=500)
    code = forms.CharField(
        label=_("Six digits that the app shows now"), max_length=60, widget=forms.TextInput(attrs=CODE),
        error_messages={"required": _("Type the code.")},
    )  # fmt: skip


class SetUpAgainForm(SetUpForm):
    """As above, by someone who has been signed in for a while."""

    current_password = _password(_("Your password"), "current-password")
    field_order = ("offer", "current_password", "code")


def _roles() -> list[tuple[str, Any]]:
    return [
        (name, format_html('<span>{}<span class="choice-note">{}</span></span>', role.label, role.does))
        for name, role in roles.roles().items()
    ]


class AddForm(PlainForm):
    """Someone new."""

    name = forms.CharField(
        label=_("User name"), max_length=100, widget=forms.TextInput(attrs={**NAME, "autocomplete": "off"}),
        help_text=_("2 to 40 small letters, digits and hyphens, such as sok-dara. It cannot be changed later."),
        error_messages={"required": _("Type a user name.")},
    )  # fmt: skip
    holds = forms.MultipleChoiceField(
        label=_("Roles"), choices=lazy(_roles, list), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )  # fmt: skip


class ReasonForm(PlainForm):
    """Why something is done that cannot be undone."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("It stays with the record of what was done. Write nothing about anybody’s health or private life."),
        error_messages={"required": _("Write why this is done. It stays with the record.")},
    )  # fmt: skip
