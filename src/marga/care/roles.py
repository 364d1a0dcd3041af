"""Who may do what on the care side. With whom they may do it is said by `access`, per centre and per client."""

from django.utils.translation import gettext_lazy as _

from marga.site.ledgers import OPEN as LEDGER_OPEN
from marga.site.roles import MANAGE_ACCOUNTS, Role

INTAKE = ("care.read", "care.read-centre", "care.requests", "care.clients", "care.place", "care.begin", "care.leave")
CARE = ("care.read", "care.read-centre", "care.clients", "care.treat", "care.leave")
ROLES = {
    "intake": Role(
        _("Intake worker"),
        _("Answers who asks for help, opens clients, and offers places, at one centre."),
        permissions=(*INTAKE, "care.consent"),
    ),
    "care-worker": Role(
        _("Care worker"),
        _("Screens, agrees plans, holds sessions and reviews, and records consent, with clients of one centre."),
        permissions=(*CARE, "care.consent", "care.emergency"),
    ),
    "physician": Role(
        _("Physician"),
        _("Does what a care worker does; assesses, and decides of medical need and acute emergencies."),
        permissions=(*CARE, "care.consent", "care.medical", "care.emergency", "care.begin", "care.rest"),
    ),
    "manager": Role(
        _("Centre manager"),
        _("Looks after the places, stays, safety and staff of one centre, and its waiting list."),
        permissions=(*INTAKE, "care.treat", "care.consent", "care.stays", "care.rest", "care.centre", "care.import",
                     "care.orders", "care.objections", "care.alerts"),
    ),
    "planner": Role(
        _("Ministry planner"),
        _("Sees places, waiting and safety of every centre, opens and closes centres. Reads of no client."),
        permissions=("care.plan", "care.read-centre", "care.centres", "care.alerts"),
    ),
    "clerk": Role(
        _("Clerk"),
        _("Looks after accounts, prints slips and lists. Reads of no client."),
        permissions=(MANAGE_ACCOUNTS, "care.slips"),
    ),
    "inspector": Role(
        _("Inspector"),
        _("Reads stays, reviews, safety and who read what, at every centre; reviews stays from outside."),
        permissions=("care.read", "care.read-centre", "care.inspect", "care.plan", "care.objections", "care.alerts"),
    ),
}  # fmt: skip

#: Addresses that need no account: asking for help and following it, services near, a slip, one's own record by its
#: code, the ledger; and the cube's and the notices', which nobody guesses.
OPEN = LEDGER_OPEN | {
    "front", "ask", "ask-code", "follow", "answer", "near", "danger", "slip", "own", "own-record", "own-revoke",
    "own-object", "notices", "cube",
}  # fmt: skip
