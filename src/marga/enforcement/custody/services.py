"""Acts in a custody: somebody is told, helped, the custody is reviewed, made longer, ended. One function an act.

Each raises Faulty with every fault, NotFound, NotAllowed, WrongState. The very same act twice, as by a double click, is
done once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marga.country import Sentence, gettext_noop, load, say
from marga.country.instants import utc
from marga.enforcement.access import party_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.models import Party
from marga.enforcement.charges.services import officers_of
from marga.enforcement.rules.custody import Permission, asking_refusals, done_refusals, end_refusals, extension_refusals
from marga.enforcement.rules.deadlines import Subject, told_refusals
from marga.enforcement.rules.reviews import review_refusals
from marga.enforcement.rules.rights import telling_faults
from marga.enforcement.stations.models import Officer, Unit
from marga.site.accounts.models import Account
from marga.site.acts.contents import Content
from marga.site.faults import Fault, refuse, refuse_sentences
from marga.site.refusals import WrongState
from marga.site.roles import check_may, may

from . import contents
from .access import custody_to_keep
from .alerting import settle
from .models import Custody, Step
from .queries import stay_of
from .reckoning import law


def tell_prosecutor(custody_key: str, told: contents.ProsecutorTold, who: Acting) -> Custody:
    """The prosecutor was told of the custody. From then on they may read the case."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        faults = _time_faults("told", told.told, custody, who)
        faults += _written_late_faults(Subject.PROSECUTOR, told, custody, who)
        if not _is_prosecutor(told.number):
            faults.append(Fault("number", say(gettext_noop("No prosecutor serves by the number {number}. Compare it."),
                                              number=told.number)))  # fmt: skip
        refuse(faults)
        return keep("custody.prosecutor_told", custody, told, who)


def tell_guardian(custody_key: str, told: contents.GuardianTold, who: Acting) -> Custody:
    """The guardian was told."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        refuse(_written_late_faults(Subject.GUARDIAN, told, custody, who))
        return _step("custody.guardian_told", custody_key, told, "told", told.told, who)


def tell_rights(custody_key: str, told: contents.RightsTold, who: Acting) -> Custody:
    """Rights were told, in a language, and answered to."""
    check_may(who, "enforcement.custody")
    refuse(Fault(field, says) for field, says in telling_faults(told.rights, told.language, told.how, told.note,
                                                               law()).items())  # fmt: skip
    return _step("custody.rights_told", custody_key, told, "told", told.told, who)


def write_wish(custody_key: str, told: contents.Wish, who: Acting) -> Custody:
    """The person said whom they want told, or that nobody is to be."""
    return _step("custody.wish", custody_key, told, "said", told.said, who)


def tell_wish(custody_key: str, told: contents.WishTold, who: Acting) -> Custody:
    """Someone the person chose was told, or was not reached."""
    check_may(who, "enforcement.custody")
    if not told.reached and not told.note.strip():
        refuse([Fault("note", say(gettext_noop("Write what was tried, and when it is tried again.")))])
    return _step("custody.wish_told", custody_key, told, "told", told.told, who)


#: Who may be called for a person in custody, and the kind of act that says what came of it.
HELP = {"lawyer": "custody.lawyer", "interpreter": "custody.interpreter", "doctor": "custody.doctor"}


def help_came(whose: str, custody_key: str, told: contents.Helped, who: Acting) -> Custody:
    """A lawyer, interpreter or doctor (`whose`, of `HELP`) was asked for, came, or was refused."""
    check_may(who, "enforcement.custody")
    faults = []
    if told.state == "refused" and not told.note.strip():
        faults.append(Fault("note", say(gettext_noop("Write who refused, and why."))))
    if told.state == "came" and not told.name:
        faults.append(Fault("name", say(gettext_noop("Name who came."))))
    refuse(faults)
    return _step(HELP[whose], custody_key, told, "at", told.at, who)


def review(custody_key: str, told: contents.Reviewed, who: Acting) -> Custody:
    """Look again whether the person is to be held; whoever acts is the reviewer."""
    check_may(who, "enforcement.review")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        told = told.model_copy(update={"rank": who.rank})
        if _is_done("custody.reviewed", custody, told, who):
            return custody
        ranks = load(settings.MARGA_COUNTRY).enforcement.register.ranks
        refuse_sentences(review_refusals(stay_of(custody), who.officer, officers_of(custody.party.case_id), told.late,
                                         told.held, law(), ranks, who.clock))  # fmt: skip
        return keep("custody.reviewed", custody, told, who)


def ask_extension(custody_key: str, told: contents.ExtensionAsked, who: Acting) -> Custody:
    """Ask the prosecutor, who was told before, to permit more time. Nothing is longer by it."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        if _is_done("custody.extension_asked", custody, told, who):
            return custody
        stay = stay_of(custody)
        faults = _time_faults("asked", told.asked, custody, who)
        faults += _in_field("motive", asking_refusals(stay, law(), told.motive))
        refuse(faults)
        return keep("custody.extension_asked", custody, told, who)


def extend(custody_key: str, told: contents.Extended, who: Acting) -> Custody:
    """Write down a prosecutor's permission to hold longer, which was given before the limit had run out."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        if _is_done("custody.extended", custody, told, who):
            return custody
        permission = Permission(told.number, told.prosecutor, told.motive, told.given)
        refuse_sentences(extension_refusals(stay_of(custody), law(), permission, who.clock))
        return keep("custody.extended", custody, told, who)


def end(custody_key: str, told: contents.Ended, who: Acting, *, slip: bool = False) -> Custody:
    """Custody ends: released, before a court, with another unit or body. Returns the custody that ended.

    slip   a slip for treatment was given. Where the end is also what became of the person, that is recorded too.
    """
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        if custody.ended is not None:
            if (custody.how, custody.named, utc(custody.ended)) == (told.how, told.named, utc(told.at)):
                return custody
            raise WrongState(_("This custody has ended already. What became of it stands on its page."))
        refuse(_end_faults(custody, told, who))
        if law().ends[told.how].needs == "unit":
            number = custody.party.custodies.count() + 1
            keep("custody.transferred", custody, contents.Transferred(unit=told.named, at=told.at, number=number), who)
        else:
            keep("custody.ended", custody, told, who)
        if told.how in load(settings.MARGA_COUNTRY).enforcement.register.outcomes:
            _outcome(custody.party, told.how, who)
        if slip and custody.party.slip_given is None:
            _slip(custody.party, who)
        custody.refresh_from_db()
        return custody


def record_outcome(party: str, outcome: str, who: Acting, *, slip: bool = False) -> Party:
    """What became of the part in a case of a person who is not held: released at once, sent to court, diverted to care.

    outcome   one of the country's list; "" where there is a slip alone to record
    slip      a slip for treatment was given
    Raises Faulty, NotFound, NotAllowed, and WrongState of a person who is held: the end of custody says it of them.
    """
    check_may(who, "enforcement.custody")
    known = load(settings.MARGA_COUNTRY).enforcement.register.outcomes
    if outcome not in known and (outcome or not slip):
        refuse([Fault("outcome", say(gettext_noop("Choose one of the list.")))])
    with transaction.atomic():
        row = _accused(party, who)
        if Custody.objects.filter(party=row, ended=None).exists():
            raise WrongState(_("This person is held. What becomes of them is recorded with the end of custody."))
        if outcome and row.outcome != outcome:
            _outcome(row, outcome, who)
        if slip and row.slip_given is None:
            _slip(row, who)
        row.refresh_from_db()
        return row


def give_slip(party: str, who: Acting) -> Party:
    """A slip for treatment was given to a person, held or not: that alone is recorded, once."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        row = _accused(party, who)
        if row.slip_given is None:
            _slip(row, who)
        row.refresh_from_db()
        return row


def _accused(party: str, who: Acting) -> Party:
    """A person of whom something becomes in a case, with the case locked. Raises NotFound, WrongState for others."""
    row = party_for(who, party, lock=True)
    role = load(settings.MARGA_COUNTRY).enforcement.register.roles.get(row.role)
    if role is None or not role.charged:
        raise WrongState(
            _("This person is not accused in the case: there is nothing to record of what became of them.")
        )
    return row


def keep(kind: str, custody: Custody, told: Content, who: Acting, old: Content | None = None) -> Custody:
    """Record an act in a custody that may be done, once. The caller holds the lock."""
    if not _is_done(kind, custody, told, who):
        party = custody.party
        part = f"{party.number}.{custody.key.rpartition('.')[2]}"
        record(kind, who, told, case=party.case_id, part=part, old=old, receipt=_hash(party))
        settle(custody, who.clock)
    return custody


def _step(kind: str, custody_key: str, told: Content, field: str, done: datetime, who: Acting) -> Custody:
    """Something was done at a time that only has to be possible. `field`: where its time is."""
    check_may(who, "enforcement.custody")
    with transaction.atomic():
        custody = custody_to_keep(who, custody_key)
        refuse(_time_faults(field, done, custody, who))
        return keep(kind, custody, told, who)


def _is_done(kind: str, custody: Custody, told: Content, who: Acting) -> bool:
    """Whether the same officer has recorded the very same."""
    said = told.plain()
    before = Step.objects.filter(custody=custody, what=kind.partition(".")[2], by=who.number)
    return any(step.said == said for step in before)


def _time_faults(field: str, done: datetime, custody: Custody, who: Acting) -> list[Fault]:
    """A person is told of things from the arrest on, at another unit from when they came there."""
    since = custody.began_here
    if custody.began_here == custody.arrived:
        since = custody.party.arrested or custody.arrived
    return _in_field(field, done_refusals(done, since, custody.ended, who.clock))


def _written_late_faults(
    subject: Subject, told: contents.ProsecutorTold | contents.GuardianTold, custody: Custody, who: Acting
) -> list[Fault]:  # fmt: skip
    return _in_field("note", told_refusals(subject, stay_of(custody), law(), told.note, who.clock))


def _in_field(field: str, sentences: Iterable[Sentence]) -> list[Fault]:
    return [Fault(field, says) for says in sentences]


def _end_faults(custody: Custody, told: contents.Ended, who: Acting) -> list[Fault]:
    last = Step.objects.filter(custody=custody).exclude(what="extended").order_by("-done").first()
    since = custody.began_here if last is None else max(custody.began_here, last.done)
    found = _in_field("at", end_refusals(law(), told.how, told.named, told.at, who.clock, since))
    kind = law().ends.get(told.how)
    if kind is not None and kind.needs == "unit" and told.named.strip():
        other = Unit.objects.filter(pk=told.named).exclude(pk=custody.unit_id).exists()
        if not other:
            found.append(Fault("named", say(gettext_noop("There is no other unit {code}. Choose one of the list."),
                                            code=told.named)))  # fmt: skip
    return found


def _is_prosecutor(number: str) -> bool:
    officer = Officer.objects.filter(pk=number, serving=True).first()
    if officer is None or not officer.account:
        return False
    account = Account.objects.filter(name=officer.account).first()
    return account is not None and may(account, "enforcement.prosecute")


def _outcome(party: Party, outcome: str, who: Acting) -> Act:
    told = contents.OutcomeRecorded(outcome=outcome)
    old = contents.OutcomeRecorded(outcome=party.outcome) if party.outcome else None
    return record("outcome.recorded", who, told, case=party.case_id, part=str(party.number), old=old,
                  receipt=_hash(party))  # fmt: skip


def _slip(party: Party, who: Acting) -> Act:
    told = contents.SlipGiven(given=who.clock.at)
    return record("slip.given", who, told, case=party.case_id, part=str(party.number), receipt=_hash(party))


def _hash(party: Party) -> bytes | None:
    return None if party.receipt is None else bytes(party.receipt)
