"""The acts of a case in words, newest first: who did what, when, what changed, and where it stands in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.country import load
from marga.enforcement.acts.models import Act
from marga.enforcement.charges.wording import name_of
from marga.site.acts.kinds import KINDS

from . import contents
from .words import FIELDS, in_register, particular

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
    elif act.kind in _SAID:
        says = _SAID[act.kind](act.old or {}, new)
    reason = str(new.get("reason", "")) if new and act.kind in _SAID else ""
    return Event(act.pk, act.at, act.by, label, act.part, says, reason, act.entry.position)


def _booked(_old: Plain, new: Plain) -> str:
    people, exhibits = len(new["people"]), len(new["exhibits"])
    return _("{people}, {exhibits}").format(
        people=ngettext("{count} person", "{count} people", people).format(count=people),
        exhibits=ngettext("{count} exhibit", "{count} exhibits", exhibits).format(count=exhibits),
    )


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


def _proposed(_old: Plain, new: Plain) -> str:
    return _charge(new["charge"])


def _outcome(_old: Plain, new: Plain) -> str:
    return in_register("outcomes", str(new["outcome"]))


def _other(_old: Plain, new: Plain) -> str:
    return str(new["other"])


def _nothing(_old: Plain, _new: Plain) -> str:
    return ""


#: What else is said of an act, by its kind. Acts of other kinds show their label alone: a weight never stands here.
def _rights(_old: Plain, new: Plain) -> str:
    """How many of them: one told is not all told."""
    every = load(settings.MARGA_COUNTRY).enforcement.custody.rights
    return _("{told} of {all} rights").format(told=len(new["rights"]), all=len(every))


_SAID: dict[str, Callable[[Plain, Plain], str]] = {
    "case.booked": _booked, "person.added": _added, "person.corrected": _corrected, "charge.changed": _changed,
    "charge.proposed": _proposed, "charge.declined": _nothing, "person.merged": _other, "person.unmerged": _other,
    "custody.rights_told": _rights, "outcome.recorded": _outcome,
}  # fmt: skip
