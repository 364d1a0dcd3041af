"""Acts with centres, wards, workers and the census. One function an act."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from marga.care.acts.services import Acting, by_itself, record
from marga.care.days import today
from marga.care.rules.waiting import usual
from marga.care.stays.models import Offer, Stay, Wait
from marga.country import gettext_noop, load, say
from marga.site.accounts.models import Account
from marga.site.faults import Fault, all_of, refuse
from marga.site.refusals import NotFound, WrongState
from marga.site.roles import MANAGE_ACCOUNTS, check_may

from . import contents
from .models import Census, Centre, Ward, Worker

#: Of so many days back the usual wait is reckoned.
LATELY = timedelta(days=365)


def set_centre(told: contents.CentreSet, who: Acting, *, new: bool = False) -> Centre:
    """Write down a centre, or change it; a `new` one must have a code of its own. Raises Faulty, NotAllowed."""
    check_may(who, "care.centres")
    refuse(centre_faults(told))
    with transaction.atomic():
        old = Centre.objects.select_for_update().filter(pk=told.code).first()
        if new and old is not None:
            refuse([Fault("code", say(gettext_noop("There is a centre {code} already. Choose another code."),
                                      code=told.code))])  # fmt: skip
        record("centre.set", who, told, about=told.code, centre=told.code, old=_said(old) if old else None)
        return Centre.objects.get(pk=told.code)


def centre_faults(told: contents.CentreSet) -> list[Fault]:
    """What of a centre is not as the country's lists and the four capacities want it."""
    country = load(settings.MARGA_COUNTRY)
    lists = (
        ("province", (told.province,), country.dimensions["province"].categories),
        ("modality", (told.modality,), country.dimensions["modality"].categories),
        ("languages", told.languages, country.care.languages), ("offers", told.offers, country.care.needs),
    )  # fmt: skip
    faults = [fault for field, values, known in lists for fault in all_of(field, values, known)]
    if told.emergency < told.operational:
        faults.append(Fault("emergency", say(gettext_noop("The places for an emergency are all places that there can "
                                                          "be: at least the {count} that are usable."),
                                             count=told.operational)))  # fmt: skip
    if (told.staff is None) != (told.ratio is None):
        faults.append(Fault("ratio", say(gettext_noop("Write both: the staff on duty, and how many people each can "
                                                      "look after."))))  # fmt: skip
    if told.replaced_by is not None and not Centre.objects.filter(pk=told.replaced_by).exists():
        faults.append(Fault("replaced_by", say(gettext_noop("There is no centre {code}."), code=told.replaced_by)))
    return faults


def set_staff(code: str, staff: int, who: Acting) -> Centre:
    """How many staff are on duty. Raises NotAllowed, NotFound."""
    check_may(who, "care.centre")
    with transaction.atomic():
        centre = own_centre(code, who)
        old = contents.StaffSet(staff=centre.staff) if centre.staff is not None else None
        record("centre.staffed", who, contents.StaffSet(staff=staff), about=code, centre=code, old=old)
        centre.refresh_from_db()
        return centre


def confirm(code: str, who: Acting) -> Centre:
    """The numbers of one's centre are right: the public then sees them as of now. Raises NotAllowed, NotFound."""
    check_may(who, "care.centre")
    with transaction.atomic():
        centre = own_centre(code, who)
        record("centre.confirmed", who, contents.Confirmed(), about=code, centre=code)
        centre.refresh_from_db()
        return centre


def add_ward(told: contents.WardSet, who: Acting) -> Ward:
    """Write down one more ward of a centre; its key is the next of the centre's, whatever `told` says. Raises Faulty,
    NotAllowed."""
    check_may(who, "care.centres")
    with transaction.atomic():
        centre = Centre.objects.select_for_update().filter(pk=told.centre).first()
        count = centre.wards.count() if centre is not None else 0
        return set_ward(told.model_copy(update={"key": f"{told.centre}.{count + 1}"}), who)


def set_ward(told: contents.WardSet, who: Acting) -> Ward:
    """Write down a ward of a centre, or change it. Raises Faulty, NotAllowed, WrongState while people are in one that
    is to be closed."""
    check_may(who, "care.centres")
    refuse(_ward_faults(told))
    with transaction.atomic():
        Centre.objects.select_for_update().get(pk=told.centre)
        if Ward.objects.filter(pk=told.key).exclude(centre=told.centre).exists():
            raise NotFound(_("There is no ward {key} in this centre.").format(key=told.key))
        if not told.open and Stay.objects.filter(ward=told.key, ended=None).exists():
            raise WrongState(_("People are still in this ward. Move them first, then close it."))
        if not told.open and Offer.objects.filter(ward=told.key, answer="").exists():
            raise WrongState(_("A place in this ward is kept for somebody. Close it once that offer is over."))
        record("ward.set", who, told, about=told.key, centre=told.centre)
        return Ward.objects.get(pk=told.key)


def close_centre(code: str, day: date, who: Acting) -> Centre:
    """Close a centre. The gate: it stays open until everybody in it and on its list has a place elsewhere, no place in
    it is kept for anybody, and everybody who asked it is answered for. Raises Faulty, WrongState, NotAllowed,
    NotFound."""
    check_may(who, "care.centres")
    with transaction.atomic():
        centre = Centre.objects.select_for_update().filter(pk=code, closed=None).first()
        if centre is None:
            raise NotFound(_("There is no open centre {code}.").format(code=code))
        if not centre.opened <= day <= today(who):
            refuse([Fault("day", say(gettext_noop("The last day is not before the centre opened, and not in the "
                                                  "future. Correct the day.")))])  # fmt: skip
        present, waiting = centre.stays.filter(ended=None).count(), centre.waits.filter(ended=None).count()
        kept, asked = centre.offers_made.filter(answer="").count(), centre.requests.filter(closed=None).count()
        if present or waiting or kept or asked:
            says = _(
                "Still in this centre: {present} people. On its waiting list: {waiting}. Places kept for somebody: "
                "{kept}. Open requests: {asked}. It closes when everybody has a place or an answer elsewhere."
            )
            raise WrongState(says.format(present=present, waiting=waiting, kept=kept, asked=asked))
        record("centre.closed", who, contents.CentreClosed(day=day), about=code, centre=code)
        centre.refresh_from_db()
        return centre


def set_worker(told: contents.WorkerSet, who: Acting) -> Worker:
    """Where an account works. Raises Faulty, NotAllowed."""
    check_may(who, MANAGE_ACCOUNTS)
    if not Account.objects.filter(name=told.account).exists():
        refuse([Fault("account", say(gettext_noop("There is no account {name} here."), name=told.account))])
    if told.centre is not None and not Centre.objects.filter(pk=told.centre).exists():
        refuse([Fault("centre", say(gettext_noop("There is no centre {code}."), code=told.centre))])
    with transaction.atomic():
        record("worker.set", who, told, about=told.account, centre=told.centre or "")
        return Worker.objects.get(pk=told.account)


def count_census(day: date) -> int:
    """Count each open centre at the midnight that ends a day; one that was counted already is left as it is. Returns
    how many were counted. By the worker, and so only once the day is over."""
    who, counted = by_itself(), 0
    there = Q(stays__began__lte=day) & (Q(stays__ended__isnull=True) | Q(stays__ended__gt=day))
    gaps = dict(Centre.objects.filter(findings__due__lt=day).values_list("pk").annotate(Count("findings")))
    centres = Centre.objects.filter(opened__lte=day).exclude(closed__lt=day)
    missing = centres.exclude(pk__in=Census.objects.filter(day=day).values("centre"))
    late = missing.annotate(
        present=Count("stays", filter=there), past=Count("stays", filter=there & _past_basis(day)),
        unseen=Count("stays", filter=there & Q(stays__review_due__lt=day)),
    )  # fmt: skip
    for centre in late.order_by("code"):
        told = contents.Counted(
            day=day, present=centre.present, official=centre.official, operational=centre.operational,
            emergency=centre.emergency, safe=centre.safe, past_basis=centre.past, reviews_overdue=centre.unseen,
            gaps_overdue=gaps.get(centre.pk, 0), **_usual_wait(centre, day),
        )  # fmt: skip
        with transaction.atomic():
            Centre.objects.select_for_update().get(pk=centre.pk)
            if not Census.objects.filter(centre=centre, day=day).exists():
                record("census.counted", who, told, about=centre.code, centre=centre.code)
                counted += 1
    return counted


def _past_basis(day: date) -> Q:
    """Of centres, stays that nothing carried any more on a day, as `rules.stays.dues` has it, reviews left out: the
    basis had run out, somebody from outside had found that it must end or rest on another, or the person had asked to
    leave and may."""
    asked = Q(stays__leave_asked__lt=day, stays__may_leave=True)
    return Q(stays__basis_until__lt=day) | Q(stays__decided__lt=day) | asked


def _usual_wait(centre: Centre, day: date) -> dict[str, int]:
    """Within how many days half, and nine of ten, of those who got a place lately did."""
    lately = Wait.objects.filter(centre=centre, ended_why="placed", ended__date__gt=day - LATELY)
    days = [max(0, (timezone.localdate(ended) - counts_from).days)
            for counts_from, ended in lately.values_list("counts_from", "ended")]  # fmt: skip
    found = usual(days)
    return {} if found is None else {"wait_half": found[0], "wait_most": found[1]}


def own_centre(code: str, who: Acting) -> Centre:
    """The centre that somebody works at, locked for an act. Raises NotFound for another's."""
    found = Centre.objects.select_for_update().filter(pk=code).first() if code == who.centre else None
    if found is None:
        raise NotFound(_("This is not your centre."))
    return found


def _ward_faults(told: contents.WardSet) -> list[Fault]:
    faults = []
    if not Centre.objects.filter(pk=told.centre).exists():
        faults.append(Fault("centre", say(gettext_noop("There is no centre {code}."), code=told.centre)))
    known = load(settings.MARGA_COUNTRY).dimensions["sex"].categories
    if not told.sexes or any(sex not in known for sex in told.sexes):
        faults.append(Fault("sexes", say(gettext_noop("Choose whom the ward takes."))))
    if told.age_to is not None and told.age_to < told.age_from:
        faults.append(Fault("age_to", say(gettext_noop("The last age is below the first. Correct one of them."))))
    if (told.area is None) != (told.beds is None):
        faults.append(Fault("beds", say(gettext_noop("Write both the floor area and the beds; neither where nobody "
                                                     "stays overnight."))))  # fmt: skip
    return faults


def _said(centre: Centre) -> contents.CentreSet:
    """A centre as the act before said it."""
    names = set(contents.CentreSet.model_fields) - {"replaced_by"}
    said = {name: getattr(centre, name) for name in names}
    return contents.CentreSet(**said, replaced_by=centre.replaced_by_id)
