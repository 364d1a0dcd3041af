"""What is done with a draft: a page is kept, a part is taken out, it is thrown away, or it becomes a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.models import Case
from marga.enforcement.cases.services import book
from marga.enforcement.custody.contents import RightsTold
from marga.enforcement.custody.services import tell_rights
from marga.site.faults import refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import check_may

from .places import Fields, Place, exists, fields_at, is_of_another, with_fields, without
from .queries import draft_of, faults_of, read
from .reading import Told


def keep(draft_id: UUID, who: Acting, place: Place, sent: Fields, seen: str) -> Fields | None:
    """Keep a page as it was typed, right or wrong. The first page that is kept begins the draft.

    seen   the digest of what the page held when it was opened
    Returns None when it is kept; otherwise what another tab has kept there meanwhile, and nothing is changed.
    Raises NotAllowed, NotFound for another officer's draft, WrongState for one that is a case.
    """
    check_may(who, "enforcement.book")
    with transaction.atomic():
        begun = {"officer": who.number, "begun": who.clock.at, "saved": who.clock.at}
        Draft.objects.get_or_create(pk=draft_id, defaults=begun)
        draft = _open(draft_id, who)
        if not exists(draft.typed, place):
            raise WrongState(_("This part was taken out in another tab. Go to the first page and add it again."))
        stored = fields_at(draft.typed, place)
        if is_of_another(stored, sent, seen):
            return stored
        _save(draft, with_fields(draft.typed, place, sent), who)
    return None


def take_out(draft_id: UUID, who: Acting, place: Place) -> None:
    """Take a person or an exhibit out of a draft. Raises NotAllowed, NotFound, WrongState."""
    check_may(who, "enforcement.book")
    with transaction.atomic():
        draft = _open(draft_id, who)
        _save(draft, without(draft.typed, place), who)


def throw_away(draft_id: UUID, who: Acting) -> None:
    """Throw a draft away; twice is as once. Raises NotAllowed, NotFound, WrongState for one that is a case."""
    check_may(who, "enforcement.book")
    with transaction.atomic():
        draft = draft_of(draft_id, who, lock=True)
        if draft is not None:
            _open(draft_id, who).delete()


def finish(draft_id: UUID, who: Acting) -> str:
    """Book the draft, and return the number of its case; a second time gives the same number.

    What was typed is not kept beside the case. Raises Faulty with every fault, NotAllowed, NotFound.
    """
    check_may(who, "enforcement.book")
    with transaction.atomic():
        draft = draft_of(draft_id, who, lock=True)
        if draft is None:
            raise NotFound(_("Nothing was typed for this booking yet. Begin with the first page."))
        if draft.case:
            return draft.case
        reading = read(draft.typed, who)
        refuse(faults_of(reading, who))
        case = book(reading.booking, who)
        record_rights(case, reading.told, who)
        draft.case, draft.typed = case.number, {}
        draft.save(update_fields=["case", "typed"])
    return case.number


def record_rights(case: Case, told: Iterable[Told], who: Acting) -> None:
    """Record in the custody of each person which rights they were told."""
    for one in told:
        content = RightsTold.model_validate(
            {"rights": one.rights, "language": one.language, "told": one.told, "how": one.how, "note": one.note}
        )
        tell_rights(f"{case.number}.{one.number}.C1", content, who)


def _open(draft_id: UUID, who: Acting) -> Draft:
    """A draft that can still be changed, locked."""
    draft = draft_of(draft_id, who, lock=True)
    if draft is None:
        raise NotFound(_("Nothing was typed for this booking yet. Begin with the first page."))
    if draft.case:
        raise WrongState(_("This booking is case {number} already. Open the case to add to it.").format(
            number=draft.case))  # fmt: skip
    return draft


def _save(draft: Draft, typed: dict[str, Any], who: Acting) -> None:
    draft.typed, draft.saved = typed, who.clock.at
    draft.save(update_fields=["typed", "saved"])
