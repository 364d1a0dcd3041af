"""Who may do what on the enforcement side. What they may do it with is said by `access`, per case."""

from django.utils.translation import gettext_lazy as _

from marga.site.ledgers import OPEN as LEDGER_OPEN
from marga.site.roles import MANAGE_ACCOUNTS, Role

#: What everybody at a station does. Ranks, which rules ask for, are the officer's and not the account's.
STATION = (
    "enforcement.read", "enforcement.book", "enforcement.charge", "enforcement.exhibits", "enforcement.weigh",
    "enforcement.hand-over", "enforcement.custody", "enforcement.receipt", "enforcement.search", "enforcement.court",
)  # fmt: skip
SUPERVISION = ("enforcement.agree", "enforcement.review", "enforcement.supervise", "enforcement.import")
ROLES = {
    "officer": Role(
        _("Officer"),
        _("Books arrests, weighs, hands over, keeps the custody record, and gives receipts, at one unit."),
        permissions=STATION,
    ),
    "supervisor": Role(
        _("Supervisor"),
        _("Does what an officer does; agrees to other charges, reviews custody, and looks at what needs it."),
        permissions=(*STATION, *SUPERVISION),
    ),
    "keeper": Role(
        _("Exhibit keeper"),
        _("Keeps exhibits, weighs them, hands them over. Reads of no person."),
        permissions=("enforcement.exhibits", "enforcement.weigh", "enforcement.hand-over", "enforcement.keep"),
    ),
    "laboratory": Role(
        _("Laboratory"),
        _("Weighs what stations send, and says how pure it is. Reads of no person."),
        permissions=("enforcement.exhibits", "enforcement.hand-over", "enforcement.laboratory"),
    ),
    "prosecutor": Role(
        _("Prosecutor"),
        _("Reads the cases of which they were told, has them as a list, and decides on them."),
        permissions=("enforcement.read", "enforcement.exhibits", "enforcement.prosecute"),
    ),
    "records": Role(
        _("Records administrator"),
        _("Looks after units, officers, instruments, pads and accounts, and erases as the law says. Reads no case."),
        permissions=(MANAGE_ACCOUNTS, "enforcement.stations", "enforcement.erase"),
    ),
    "inspector": Role(
        _("Inspector"),
        _("Reads everything, and who read what. Changes nothing."),
        permissions=("enforcement.read", "enforcement.exhibits", "enforcement.search", "enforcement.inspect"),
    ),
}  # fmt: skip

#: Where work begins: a prosecutor's is the list of their cases, an administrator's the stations.
FIRST_PAGES = (
    ("enforcement.prosecute", "own-cases"), ("enforcement.exhibits", "front"), ("enforcement.stations", "stations"),
)  # fmt: skip

#: Addresses that need no account: the ledger's, for witnesses and for whoever checks a receipt; the API's description;
#: and the cube's, which nobody guesses.
OPEN = frozenset({"api:openapi-json", "api:api-root", "cube"}) | LEDGER_OPEN
