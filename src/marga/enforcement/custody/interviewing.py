"""Acts with interviews: one is recorded page by page; a page is changed after it was signed, and both are shown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from marga.enforcement.acts.services import Acting
from marga.enforcement.rules import interviews as rules
from marga.enforcement.rules.custody import done_refusals
from marga.site.faults import Fault, by_field, one_of, refuse
from marga.site.refusals import NotFound
from marga.site.roles import check_may

from . import contents
from .access import custody_to_keep
from .interviews import PageVersion, interviews_of
from .models import Custody, Step
from .reckoning import law
from .services import keep


def interview(custody_key: str, told: contents.Interviewed, who: Acting) -> Custody:
    """Record an interview. Its number follows the last; `told.number` of the same text is the same interview."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        before = Step.objects.filter(custody=custody, what="interviewed")
        refuse(_interview_faults(custody, told, who))
        for step in before:
            if step.by == who.number and told.model_copy(update={"number": step.said["number"]}).plain() == step.said:
                return custody
        return keep("custody.interviewed", custody, told.model_copy(update={"number": before.count() + 1}), who)


def _interview_faults(custody: Custody, told: contents.Interviewed, who: Acting) -> list[Fault]:
    pages = [rules.Page(page.text, page.signature, page.note) for page in told.pages]
    spoken = custody.party.languages
    faults = rules.interview_faults(told.began, told.ended, told.language, spoken, told.interpreter, told.outside,
                                    pages, who.clock)  # fmt: skip
    found = by_field(faults)
    found += one_of("language", told.language, law().languages)
    since = custody.party.arrested or custody.arrived
    return [*found, *(Fault("began", says) for says in done_refusals(told.began, since, custody.ended, who.clock))]


def change_interview(custody_key: str, told: contents.InterviewChanged, who: Acting) -> Custody:
    """Change a page after it was signed, or have it signed. The page as it read stays beside it for good."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        last = _page(custody, told.interview, told.page)
        if (last.text, last.signature, last.reason) == (told.text, told.signature, told.reason):
            return custody
        before, after = rules.Page(last.text, last.signature), rules.Page(told.text, told.signature)
        faults = rules.change_faults(before, after, last.at, told.changed, who.clock)
        refuse(Fault(field, says) for field, says in faults.items())
        old = contents.PageStands.model_validate({"text": last.text, "signature": last.signature})
        return keep("custody.interview_changed", custody, told, who, old)


def _page(custody: Custody, interview: int, page: int) -> PageVersion:
    steps = Step.objects.filter(custody=custody, what__in=("interviewed", "interview_changed"))
    for one in interviews_of(list(steps)):
        if one.number == interview and 1 <= page <= len(one.pages):
            return one.pages[page - 1][-1]
    raise NotFound(_("There is no such page of an interview in custody {key}.").format(key=custody.key))
