"""Who may do what on the authority's side, and what is open to everyone."""

from django.utils.translation import gettext_lazy as _

from marga.site.roles import MANAGE_ACCOUNTS, Role

#: Approving what one submitted oneself is refused by the bulletin's own rules: a role cannot say whose work it is.
ROLES = {
    "statistician": Role(
        _("Statistician"),
        _("Collects, runs, previews and submits figures, approves what another submitted, and publishes."),
        permissions=(
            "authority.collect", "authority.run", "authority.preview", "authority.submit", "authority.approve",
            "authority.publish",
        ),
    ),
    "administrator": Role(
        _("Administrator"),
        _("Looks after accounts and sees who signed in. Changes no figure and publishes nothing."),
        permissions=(MANAGE_ACCOUNTS,),
    ),
}  # fmt: skip

#: Where work begins.
FIRST_PAGES = (("authority.preview", "desk"), (MANAGE_ACCOUNTS, "accounts"))

#: Addresses that need no account, by their names in `urls.py`: published figures, and the check of one's own.
OPEN = frozenset({
    "front", "reports", "report", "measures", "measure", "measure-download", "rules", "api-page",
    "check", "check-file", "check-carried", "check-download",
    "bulletins", "bulletin", "bulletin-revision", "bulletin-file", "changes", "calendar", "coverage",
    "figures", "figure", "figure-download", "receipt-check",
    "api:openapi-json", "api:api-root", "api:reports", "api:report", "api:figures", "api:findings", "api:check",
    "api:bulletins", "api:bulletin", "api:table", "api:dictionary",
})  # fmt: skip
