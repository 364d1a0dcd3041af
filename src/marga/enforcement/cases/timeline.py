"""The acts of a case in words, newest first: who did what, when, what changed, and where it stands in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.country import load, write
from marga.country.instants import moment
from marga.enforcement.acts.models import Act
from marga.enforcement.charges.wording import name_of
from marga.enforcement.rules.rights import said_of
from marga.site.acts.kinds import KINDS
from marga.site.writing import writer

from . import contents
from .words import FIELDS, in_dimension, in_register, particular

PAGE = 50
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One act. `position`: its index in the ledger, None until it has one; `about`: the person or thing by number."""

    number: int
    at: datetime
    by: str
    label: str
    about: str
    says: str
    reason: str
    position: int | None


def timeline(case: str, before: int | None = None) -> tuple[list[Event], int | None]:
    """The newest acts of a case, at most `PAGE`, and where older ones begin. One query."""
    acts = Act.objects.filter(case=case).select_related("entry").order_by("-id")
    if before is not None:
        acts = acts.filter(id__lt=before)
    found = list(acts[: PAGE + 1])
    return [_event(act) for act in found[:PAGE]], found[PAGE - 1].pk if len(found) > PAGE else None


def _event(act: Act) -> Event:
    label, says = _(KINDS[act.kind].label) if act.kind in KINDS else act.kind, ""
    new = act.new
    if new is None:
        says = _("The content of this act was lawfully erased.")
    elif act.kind == "custody.rights_told":
        label = write(said_of(new["rights"], load(settings.MARGA_COUNTRY).enforcement.custody), writer())
    elif act.kind in _SAID:
        says = _SAID[act.kind](act.old or {}, new)
    reason = str(new.get("reason", "")) if new and act.kind in _SAID else ""
    return Event(act.pk, act.at, act.by, label, act.part, says, reason, act.entry.position)


def _booked(_old: Plain, new: Plain) -> str:
    people, exhibits = len(new["people"]), len(new["exhibits"])
    says = _("{people}, {exhibits}").format(
        people=ngettext("{count} person", "{count} people", people).format(count=people),
        exhibits=ngettext("{count} exhibit", "{count} exhibits", exhibits).format(count=exhibits),
    )
    if new["warrant"]:
        says += "; " + _("upon warrant {number}").format(number=new["warrant"])
    if new["tip"]:
        says += "; " + _("upon tip {number}").format(number=new["tip"])
    return says


def _added(_old: Plain, new: Plain) -> str:
    return str(new["person"]["name"] or new["person"]["alias"])


def _corrected(old: Plain, new: Plain) -> str:
    return _("{field}: {old} → {new}").format(
        field=FIELDS[new["field"]], old=particular(old["field"], old["value"]),
        new=particular(new["field"], new["value"]),
    )  # fmt: skip


def _charge(said: Plain | None) -> str:
    return name_of(contents.Charged(offence=said["offence"], quantity=said["quantity"], band=said["band"])
                   if said else None)  # fmt: skip


def _changed(old: Plain, new: Plain) -> str:
    return _("{old} → {new}").format(old=_charge(old["charge"]), new=_charge(new["charge"]))


def _found(_old: Plain, new: Plain) -> str:
    exhibit = new["exhibit"]
    return _("seal {seal}, {drug}, found {at}").format(
        seal=exhibit["seal"], drug=in_dimension("drug", exhibit["drug"]), at=_when(exhibit["seized"])
    )


def _taken(_old: Plain, new: Plain) -> str:
    things = [", ".join(filter(None, (in_register("property", one["kind"]), one["mark"], _money(one))))
              for one in new["things"]]  # fmt: skip
    return _("{things}; taken {at}").format(things="; ".join(things), at=_when(new["taken"]))


def _money(thing: Plain) -> str:
    return "" if thing["amount"] is None else f"{thing['amount']} {thing['currency']}"


def _when(text: str) -> str:
    return write(moment(datetime.fromisoformat(text), ZoneInfo(settings.TIME_ZONE)), writer())


def _proposed(_old: Plain, new: Plain) -> str:
    return _charge(new["charge"])


def _outcome(_old: Plain, new: Plain) -> str:
    return in_register("outcomes", str(new["outcome"]))


def _other(_old: Plain, new: Plain) -> str:
    return str(new["other"])


def _nothing(_old: Plain, _new: Plain) -> str:
    return ""


#: What else is said of an act, by its kind. Acts of other kinds show their label alone: a weight never stands here.
_SAID: dict[str, Callable[[Plain, Plain], str]] = {
    "case.booked": _booked, "person.added": _added, "person.corrected": _corrected, "charge.changed": _changed,
    "charge.added": _proposed, "exhibit.found": _found, "property.taken": _taken,
    "charge.proposed": _proposed, "charge.declined": _nothing, "person.merged": _other, "person.unmerged": _other,
    "outcome.recorded": _outcome,
}  # fmt: skip
