"""How what people were told stands on the care side after kills, for `support.killed_side`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.centres.models import Centre
from marga.care.clients.models import Client
from marga.care.consents.models import ClientCode, Consent
from marga.care.consents.services import CLIENT
from marga.care.requests.models import Request
from marga.care.requests.services import PURPOSE
from marga.care.sealing import code_hash, make_keys
from marga.care.stays.models import Stay
from marga.country import ENGLISH, write
from marga.ledger.codes import read_code
from marga.site.accounts.example import example_accounts
from marga.site.preparing import prepare
from support.care import BEDS, HOME, WORKERS, make_places

#: What is asked for again after it was cut off, and must be there once.
ONCE = ("request.made", "request.opened", "client.opened", "wait.begun", "wait.dropped", "offer.made", "stay.begun",
        "stay.ended", "consent.given", "consent.witnessed", "consent.ended")  # fmt: skip


def begin() -> None:
    """A centre with few beds, and accounts of the example that work there."""
    prepare(example=False)
    make_keys()
    example_accounts({name: [role] for name, (role, _centre) in WORKERS.items()})
    make_places()


def totals() -> dict[str, int]:
    return {"requests": Request.objects.count(), "clients": Client.objects.count(), "stays": Stay.objects.count(),
            "consents": Consent.objects.count()}  # fmt: skip


def wrong(acknowledged: Mapping[str, Any]) -> Iterator[str]:
    """`acknowledged`: {"acts": [[kind, key]], "codes": [of a request], "records": {client: code}}."""
    entered = Counter(Act.objects.filter(entry__isnull=False).values_list("kind", "about"))
    yield from (f"{kind} of {about} was acknowledged and is not there"
                for kind, about in map(tuple, acknowledged["acts"]) if not entered[kind, about])  # fmt: skip
    yield from (f"{kind} of {about} is there {count} times" for (kind, about), count in entered.items()
                if kind in ONCE and count > 1)  # fmt: skip
    if missing := Act.objects.filter(entry__isnull=True).count():
        yield f"{missing} acts have no entry"
    yield from wrong_codes(acknowledged)
    yield from halves()
    yield from above_safe()
    yield from (write(one.says, ENGLISH) for one in differences())


def wrong_codes(acknowledged: Mapping[str, Any]) -> Iterator[str]:
    """Codes that were shown and open nothing; and requests that no code which was shown opens."""
    kept = {bytes(code): number for number, code in Request.objects.values_list("number", "code")}
    shown = {code_hash(read_code(code), PURPOSE) for code in acknowledged["codes"]}
    yield from ("the code of a request was shown and opens none" for _one in shown - kept.keys())
    yield from (f"request {kept[code]} has no code that was shown" for code in kept.keys() - shown)
    own = dict(ClientCode.objects.values_list("client", "code"))
    yield from (f"the code of {client} was shown and does not open their record"
                for client, code in acknowledged["records"].items()
                if own.get(client) != code_hash(read_code(code), CLIENT).hex())  # fmt: skip


def halves() -> Iterator[str]:
    """What one transaction writes with two acts, and only one half is there."""
    opened = set(Client.objects.values_list("pk", flat=True))
    asked = set(Request.objects.exclude(client="").values_list("client", flat=True))
    yield from (f"client {number} came with a request, and only one of them says so" for number in opened ^ asked)


def above_safe() -> Iterator[str]:
    """Each moment, in the order of the acts, at which a ward or the centre held or kept more than is safe. Who takes a
    place locks the centre before the act gets its number."""
    safe, held = Centre.objects.get(pk=HOME).safe, dict[str, str]()
    kinds = ("offer.made", "offer.ended", "stay.begun", "stay.ended")
    for act in Act.objects.filter(kind__in=kinds).order_by("pk"):
        assert act.new is not None
        held.pop(act.new.get("offer") or act.about, None)
        if act.kind in ("offer.made", "stay.begun"):
            held[act.about] = act.new["ward"]
        counted = Counter(held.values())
        yield from (f"{ward} holds {counted[ward]} after act {act.pk}" for ward in BEDS if counted[ward] > BEDS[ward])
        if len(held) > safe:
            yield f"{HOME} holds {len(held)} after act {act.pk}"
